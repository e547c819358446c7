import { Super } from '@app/auth';
import { CreatedMessage, IdParam, SuccessMessage } from '@app/common';
import { Body, Controller, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SkuBody, SkuChange } from './sku-admin.dto';
import { SkuAdminService } from './sku-admin.service';

@ApiTags('product')
@Controller('admin')
@Super()
export class SkuAdminController {
  constructor(private readonly skus: SkuAdminService) {}

  /** 新增规格 One more size; give the one that is there a name first. `default`: the default one from now on 设为默认规格. */
  @Post('product/:id/sku')
  @HttpCode(201)
  async add(@Param() { id }: IdParam, @Body() body: SkuBody): Promise<CreatedMessage> {
    return CreatedMessage.of(await this.skus.add(id, SkuBody.newSkuOf(body)));
  }

  /** 修改规格 Name, price or code, only what is said 只改所填字段; open orders keep the price that they were placed with. */
  @Put('sku/:id')
  async change(@Param() { id }: IdParam, @Body() body: SkuChange): Promise<SuccessMessage> {
    await this.skus.change(id, SkuChange.editOf(body));
    return new SuccessMessage();
  }

  /**
   * 停用规格 It cannot be ordered any more; the last one of a product cannot go. In the place of a default one, the
   * first that is enabled becomes the default 停用默认规格后，第一个启用的规格成为默认.
   */
  @Post('sku/:id/disable')
  @HttpCode(201)
  async disable(@Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.skus.change(id, { isEnabled: false });
    return new SuccessMessage();
  }

  /** 启用规格 */
  @Post('sku/:id/enable')
  @HttpCode(201)
  async enable(@Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.skus.change(id, { isEnabled: true });
    return new SuccessMessage();
  }
}
