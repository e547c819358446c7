import { Super } from '@app/auth';
import { AppConfig } from '@app/common';
import { OrderStatus } from '@app/order';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { orderCsv } from './order-csv';
import { OrderDeskPage, OrderListQuery, OrderSearchQuery } from './order-desk.dto';
import { OrderDeskService } from './order-desk.service';

@ApiTags('order')
@Controller('admin')
@Super()
export class OrderDeskController {
  constructor(
    private readonly desk: OrderDeskService,
    private readonly config: AppConfig,
  ) {}

  /** 查单 Everybody's orders, newest first, by number, phone, product, status and time 按订单号、电话、商品、状态、时间. */
  @Get('order')
  async list(@Query() query: OrderListQuery): Promise<OrderDeskPage> {
    const page = await this.desk.page(OrderListQuery.pageOf(query), query.size);
    return OrderDeskPage.of(page, this.config);
  }

  /**
   * 导出 The same as a file for a spreadsheet; without a status those that are to ship 默认导出待发货订单. Goods and amount
   * are net of refunds 商品和金额已扣除退款: what was given back stands in columns of its own, as do open after-sales
   * 未完结的售后; a paid order of which nothing is left to send is left out.
   */
  @Get('order.csv')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } })
  async export(@Query() query: OrderSearchQuery, @Res() reply: FastifyReply): Promise<void> {
    const found = this.desk.toShip(OrderSearchQuery.searchOf(query, [OrderStatus.Paid]));
    reply.header('content-disposition', 'attachment; filename="orders.csv"');
    await reply.type('text/csv; charset=utf-8').send(Readable.from(orderCsv(found)));
  }
}
