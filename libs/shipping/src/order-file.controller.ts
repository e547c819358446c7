import { Super } from '@app/auth';
import { AppConfig, IdParam } from '@app/common';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OrderFileView } from './order-file.dto';
import { OrderFileService } from './order-file.service';

@ApiTags('order')
@Controller('admin')
@Super()
export class OrderFileController {
  constructor(
    private readonly files: OrderFileService,
    private readonly config: AppConfig,
  ) {}

  /** 订单档案 One order whole: lines, address, payments, refunds, parcels, after-sales, timeline 商品、地址、支付、退款、包裹、售后、时间线. */
  @Get('order/:id')
  async one(@Param() { id }: IdParam): Promise<OrderFileView> {
    return OrderFileView.ofFile(await this.files.of(id), this.config);
  }
}
