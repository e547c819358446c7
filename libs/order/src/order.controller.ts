import {
  Caller,
  Exclusive,
  IdempotencyKey,
  IdempotencyKeys,
  Primary,
  ShopperId,
  Super,
  type CallerIdentity,
} from '@app/auth';
import { AppConfig, IdParam, PageQuery } from '@app/common';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { OrderEventView } from './order-event.dto';
import { OrderHistoryService } from './order-history.service';
import {
  OrderDetail,
  OrderPage,
  OrderPageQuery,
  OrderRow,
  PlacedOrder,
  PlaceOrderBody,
  QuotedOrder,
  RefusedOrder,
} from './order.dto';
import { OrderService } from './order.service';

@ApiTags('order')
@Controller()
export class OrderController {
  constructor(
    private readonly orders: OrderService,
    private readonly history: OrderHistoryService,
    private readonly keys: IdempotencyKeys,
    private readonly config: AppConfig,
  ) {}

  /** 下单 Places an order and holds its goods; `pass: false` names the lines that are short. */
  @Post('order')
  @HttpCode(200)
  @Exclusive()
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key within 24 h gets the same answer.',
  })
  @ApiExtraModels(PlacedOrder, RefusedOrder)
  @ApiOkResponse({
    schema: { oneOf: [{ $ref: getSchemaPath(PlacedOrder) }, { $ref: getSchemaPath(RefusedOrder) }] },
  })
  place(
    @ShopperId() shopperId: number,
    @Body() body: PlaceOrderBody,
    @IdempotencyKey() key?: string,
  ): Promise<PlacedOrder | RefusedOrder> {
    return this.orders.place({
      shopperId,
      lines: PlaceOrderBody.linesOf(body),
      remark: body.remark,
      key: key === undefined ? undefined : { key, hash: this.keys.hashOf(body) },
    });
  }

  /** 核价 What an order would cost with freight 含运费, and which lines are short 缺货; nothing is placed. */
  @Post('order/quote')
  @HttpCode(200)
  @Exclusive()
  quote(@ShopperId() shopperId: number, @Body() body: PlaceOrderBody): Promise<QuotedOrder> {
    return this.orders.quote({ shopperId, lines: PlaceOrderBody.linesOf(body) });
  }

  /** 我的订单 The shopper's own orders, newest first. */
  @Get('order/by_user')
  @Exclusive()
  async ofShopper(@ShopperId() shopperId: number, @Query() query: PageQuery): Promise<OrderPage> {
    const orders = await this.history.ofShopper(shopperId, query);
    return { current_page: query.page, data: orders.map((order) => OrderRow.of(order, this.config)) };
  }

  /** 全部订单 Everybody's orders, newest first; statuses 1 to 4 unless `status` asks for one. */
  @Get('order/paginate')
  @Super()
  async ofAll(@Query() query: OrderPageQuery): Promise<OrderPage> {
    const orders = await this.history.ofAll(query);
    return { current_page: query.page, data: orders.map((order) => OrderRow.of(order, this.config)) };
  }

  /** 订单详情 A shopper sees only his own, an admin every order. */
  @Get('order/:id')
  @Primary()
  async one(@Caller() caller: CallerIdentity, @Param() { id }: IdParam): Promise<OrderDetail> {
    const order = await this.history.one(id, caller.kind === 'shopper' ? caller.id : undefined);
    return OrderDetail.of(order, this.config);
  }

  /** 订单时间线 What happened to an order, who did it and why. */
  @Get('admin/order/:id/timeline')
  @Super()
  async timeline(@Param() { id }: IdParam): Promise<OrderEventView[]> {
    const events = await this.history.timeline(id);
    return events.map((event) => OrderEventView.of(event));
  }
}
