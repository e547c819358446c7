import { KnownNamesOnly, yuanOf } from '@app/common';
import { IsOptional } from 'class-validator';
import { IsDay } from './reconciliation.dto';
import type { DaySummary } from './summary';

@KnownNamesOnly()
export class SummaryQuery {
  /** 日期 A day in Beijing; left out, today 默认今天. @example 2026-01-01 */
  @IsOptional()
  @IsDay()
  date?: string;
}

export class TopProductView {
  product_id: number;
  name: string;
  count: number;
  /** @example 39.98 */
  amount: string;
}

export class HourView {
  /** @example 9 */
  hour: number;
  /** @example 39.98 */
  paid: string;
}

/** One day in Shanghai. */
export class SummaryView {
  /** @example 2026-01-01 */
  date: string;
  /** 下单. */
  placed: number;
  /** 支付订单 Orders that became paid. */
  paid_orders: number;
  /** 收款 All money that was booked, late and second payments too. @example 39.98 */
  paid: string;
  /** 退款 All money that went back. @example 0.00 */
  refunded: string;
  shipped: number;
  received: number;
  closed: number;
  new_shoppers: number;
  /** Of the orders that became paid, what brought most first 销售额前十. */
  top_products: TopProductView[];
  /** 24 of them 每小时收款. */
  hours: HourView[];

  static of(day: DaySummary): SummaryView {
    return {
      date: day.date,
      placed: day.placed,
      paid_orders: day.paidOrders,
      paid: yuanOf(day.paidFen),
      refunded: yuanOf(day.refundedFen),
      shipped: day.shipped,
      received: day.received,
      closed: day.closed,
      new_shoppers: day.newShoppers,
      top_products: day.topProducts.map(({ productId, name, count, fen }) => ({
        product_id: productId,
        name,
        count,
        amount: yuanOf(fen),
      })),
      hours: day.hourFen.map((fen, hour) => ({ hour, paid: yuanOf(fen) })),
    };
  }
}
