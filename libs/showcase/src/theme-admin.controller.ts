import { Super } from '@app/auth';
import { CreatedMessage, IdParam, SuccessMessage } from '@app/common';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminThemeView, ThemeBody, ThemeProductsBody } from './showcase-admin.dto';
import { ThemeChange } from './showcase-change.dto';
import { ThemeAdminService } from './theme-admin.service';

@ApiTags('theme')
@Controller('admin/theme')
@Super()
export class ThemeAdminController {
  constructor(private readonly themes: ThemeAdminService) {}

  /** 专题列表 With all their products, those off sale too. */
  @Get()
  async list(): Promise<AdminThemeView[]> {
    const rows = await this.themes.list();
    return rows.map((row) => AdminThemeView.of(row));
  }

  /** 新建专题 */
  @Post()
  @HttpCode(201)
  async create(@Body() body: ThemeBody): Promise<CreatedMessage> {
    return CreatedMessage.of(await this.themes.create(ThemeBody.wishOf(body)));
  }

  /** 修改专题 Only what is said is changed 只改所填字段. */
  @Put(':id')
  async change(@Param() { id }: IdParam, @Body() body: ThemeChange): Promise<SuccessMessage> {
    await this.themes.change(id, ThemeChange.editOf(body));
    return new SuccessMessage();
  }

  /** 专题商品 Replaces the list of its products. */
  @Put(':id/product')
  async putProducts(
    @Param() { id }: IdParam,
    @Body() { product_ids }: ThemeProductsBody,
  ): Promise<SuccessMessage> {
    await this.themes.putProducts(id, product_ids);
    return new SuccessMessage();
  }

  /** 删除专题 Refused while a banner opens it. */
  @Delete(':id')
  async remove(@Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.themes.remove(id);
    return new SuccessMessage();
  }
}
