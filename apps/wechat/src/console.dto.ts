import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { Desk } from './bookkeeper';
import { deliveryDto, orderDto, refundDto, transactionDto } from './books.dto';
import type { NoticeSigner } from './account-book';
import type { Order, Transaction } from './books';
import { cashierOf } from './payer';
import { noticeSigner } from './v3-notice';

const SHOWN_DELIVERIES = 20;
const SHOWN_ANSWER_LENGTH = 200;

export class StateQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  /** A part of an order number. */
  @IsOptional()
  @IsString()
  @MaxLength(32)
  search: string = '';
}

function stateOrderDto(desk: Desk, order: Order) {
  const { latestPrepays, transactionsOf } = desk.books;
  const payments = transactionsOf.get(order.outTradeNo) ?? [];
  return {
    ...orderDto(desk, order),
    state: cashierOf(desk, latestPrepays.get(order.outTradeNo)!.prepayId).state,
    payments: payments.map((row) => paymentDto(desk, row)),
  };
}

/** With the newest notices alone: a rush makes a thousand of them. */
function paymentDto(desk: Desk, row: Transaction) {
  const deliveries = desk.books.notices.deliveriesOf.get(row.transactionId) ?? [];
  const refunds = desk.books.refundsOf.get(row.transactionId) ?? [];
  return {
    ...transactionDto(desk, row),
    delivered: deliveries.length,
    deliveries: deliveries.slice(-SHOWN_DELIVERIES).map((delivery) => {
      const dto = deliveryDto(delivery);
      return { ...dto, body: dto.body.slice(0, SHOWN_ANSWER_LENGTH) };
    }),
    refunds: refunds.map((refund) => refundDto(desk, refund)),
  };
}

/** The newest orders with all that happened to them, small enough to be asked for every second. */
export class StateDto {
  shop_name: string;
  now: string;
  offset_seconds: number;
  strict: boolean;
  notice_signer: NoticeSigner;
  counts: { orders: number; found: number };
  orders: ReturnType<typeof stateOrderDto>[];

  static of(desk: Desk, offsetSeconds: number, { limit, search }: StateQuery): StateDto {
    const { orders, strict } = desk.books;
    const wanted = search.toUpperCase();
    const found = [...orders.values()].filter(({ outTradeNo }) => outTradeNo.toUpperCase().includes(wanted));
    const newest = found.slice(-limit).toReversed();
    return {
      shop_name: desk.config.SHOP_NAME,
      now: desk.now.toISOString(),
      offset_seconds: offsetSeconds,
      strict,
      notice_signer: noticeSigner(desk),
      counts: { orders: orders.size, found: found.length },
      orders: newest.map((order) => stateOrderDto(desk, order)),
    };
  }
}
