import {
  beijingTime,
  cursorOf,
  DomainError,
  FromDigits,
  IsId,
  isDay,
  phonesOf,
  placeOf,
  yuanOf,
  type AppConfig,
  KnownNamesOnly,
} from '@app/common';
import {
  momentFrom,
  momentUntil,
  OrderRow,
  OrderStatus,
  type OrderFound,
  type OrderSearch,
} from '@app/order';
import { IsInt, IsOptional, Matches, Max, Min, ValidateBy } from 'class-validator';
import type { Claimed } from './order-desk.service';

const ALL = Object.values(OrderStatus).filter((status) => typeof status === 'number');
const MOMENT = '必须是yyyy-MM-dd或yyyy-MM-dd HH:mm:ss';

function IsMoment() {
  return ValidateBy({
    name: 'isMoment',
    validator: { validate: isMoment, defaultMessage: (args) => `${args?.property}${MOMENT}` },
  });
}

function isMoment(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [day, time, ...more] = value.split(' ');
  return (
    isDay(day) && more.length === 0 && (time === undefined || /^([01]\d|2[0-3])(:[0-5]\d){2}$/.test(time))
  );
}

/** All that is said must hold. */
@KnownNamesOnly()
export class OrderSearchQuery {
  /** 订单号 The number, or where it begins. @example 01KA3V9C */
  @IsOptional()
  @Matches(/^[0-9A-Za-z]{1,20}$/, { message: 'number必须是订单号或其开头' })
  number?: string;

  /** 收件电话 The receiver's, whole, in any usual spelling. @example 13800138000 */
  @IsOptional()
  @ValidateBy({
    name: 'isPhoneSearch',
    validator: {
      validate: (value) => typeof value === 'string' && phonesOf(value).length > 0,
      defaultMessage: () => 'phone不是有效的手机号',
    },
  })
  phone?: string;

  /** 商品 A product that is among the lines. */
  @IsOptional()
  @IsId()
  product_id?: number;

  /** 状态 One or several, by commas. @example 2,3 */
  @IsOptional()
  @Matches(/^[1-8](,[1-8]){0,7}$/, { message: 'status必须是以逗号分隔的1到8' })
  status?: string;

  /** 下单时间 Placed from this day or moment on, in Shanghai. @example 2026-01-01 */
  @IsOptional()
  @IsMoment()
  from?: string;

  /** Placed until the end of this day, or before this moment. @example 2026-01-31 23:00:00 */
  @IsOptional()
  @IsMoment()
  to?: string;

  static searchOf(query: OrderSearchQuery, statuses: readonly OrderStatus[] = ALL): OrderSearch {
    return {
      number: query.number?.toUpperCase(),
      phones: query.phone === undefined ? undefined : phonesOf(query.phone),
      productId: query.product_id,
      statuses: query.status === undefined ? statuses : [...new Set(query.status.split(',').map(Number))],
      from: query.from === undefined ? undefined : momentFrom(query.from),
      until: query.to === undefined ? undefined : momentUntil(query.to),
    };
  }
}

export class OrderListQuery extends OrderSearchQuery {
  /** `next` of the page before. */
  @IsOptional()
  @Matches(/^[\w-]{1,40}$/, { message: 'cursor无效' })
  cursor?: string;

  /** Rows of a page, 100 at most. */
  @IsOptional()
  @FromDigits()
  @IsInt({ message: 'size必须是1到100' })
  @Min(1, { message: 'size必须是1到100' })
  @Max(100, { message: 'size必须是1到100' })
  size: number = 20;

  static pageOf(query: OrderListQuery): OrderSearch {
    const after = query.cursor === undefined ? undefined : placeOf(query.cursor);
    if (query.cursor !== undefined && !after) throw DomainError.field('cursor', 'cursor无效');
    return { ...OrderSearchQuery.searchOf(query), after };
  }
}

export class OrderDeskRow extends OrderRow {
  shopper_id: number;
  /** Within the total. @example 8.00 */
  freight: string;
  /** 收件人 The receiver. */
  name: string;
  mobile: string;
  province: string;
  pay_time: string | null;
  /** 已退金额 元 Of its payment, by refunds that are done or under way. @example 0.00 */
  refunded: string;
  /** 未完结的售后 The state of the newest request that is open; null: none is. */
  after_sale: string | null;

  static ofClaimed({ order, claim }: Claimed<OrderFound>, config: AppConfig): OrderDeskRow {
    return {
      ...OrderRow.of(order, config),
      shopper_id: order.shopperId,
      freight: yuanOf(order.freightFen),
      name: order.address.name,
      mobile: order.address.mobile,
      province: order.address.province,
      pay_time: order.paidAt && beijingTime(order.paidAt),
      refunded: yuanOf(claim.refundedFen),
      after_sale: claim.afterSales.at(-1)?.state ?? null,
    };
  }
}

export class OrderDeskPage {
  data: OrderDeskRow[];
  /** Hand it back as `cursor` for what follows 下一页; null: there is no more. */
  next: string | null;

  static of(
    { rows, hasMore }: { rows: Claimed<OrderFound>[]; hasMore: boolean },
    config: AppConfig,
  ): OrderDeskPage {
    const last = rows.at(-1);
    return {
      data: rows.map((row) => OrderDeskRow.ofClaimed(row, config)),
      next: hasMore && last ? cursorOf(last.order) : null,
    };
  }
}
