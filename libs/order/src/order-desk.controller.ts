import { Super } from '@app/auth';
import { AppConfig } from '@app/common';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OrderDeskPage, OrderListQuery } from './order-desk.dto';
import { OrderSearchService } from './order-search.service';

@ApiTags('order')
@Controller('admin')
@Super()
export class OrderDeskController {
  constructor(
    private readonly search: OrderSearchService,
    private readonly config: AppConfig,
  ) {}

  /** 查单 Everybody's orders, newest first, by number, phone, product, status and time 按订单号、电话、商品、状态、时间. */
  @Get('order')
  async list(@Query() query: OrderListQuery): Promise<OrderDeskPage> {
    const page = await this.search.page(OrderListQuery.pageOf(query), query.size);
    return OrderDeskPage.of(page, this.config);
  }
}
