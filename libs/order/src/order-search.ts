import { fromBeijingTime, dayEnd, dayStart, type Place } from '@app/common';
import { timesOf } from './order-no';
import type { OrderStatus } from './order-status';

/** What a merchant looks for; all that is said must hold. */
export interface OrderSearch {
  /** Where it begins, or the whole of it. */
  number?: string;
  /** Every normal form that the number may mean. */
  phones?: readonly string[];
  productId?: number;
  statuses: readonly OrderStatus[];
  /** Placed from then on, and before then. */
  from?: Date;
  until?: Date;
  /** The last one that was seen. */
  after?: Place;
}

/** How the orders of a product lie among all. */
export interface ProductSales {
  /** Few enough to look at each of them. */
  isSeldom: boolean;
  /** When the newest of them was placed, microseconds since 1970; null where there is none. */
  newestMicros: number | null;
}

/** More of a product are never looked at one by one: below, all of them cost less than a page of others. */
export const SELDOM = 5_000;

const NUMBER_LENGTH = 20;
/** Between two clocks, or a number and the row of its order: far more than they are ever apart. */
const SLACK_MS = 3600 * 1000;

type Param = (value: unknown) => string;

/**
 * Orders by place, newest first. A statement of one branch for each status, so that each branch is read in order from
 * its index and stops after `limit`, however many orders there are. PostgreSQL cannot guess how far it must read for
 * a product that is seldom sold, so that its orders are listed first.
 */
export function searchSql(search: OrderSearch, limit: number, sales?: ProductSales) {
  const params: unknown[] = [];
  const param: Param = (value) => `$${params.push(value)}`;
  const conditions = ['true', ...conditionsOf(search, param), ...productConditions(search, param, sales)];
  const newest = `ORDER BY o.created_at DESC, o.id DESC LIMIT ${param(limit)}`;
  const from = (status: string) =>
    `(SELECT o.id, o.created_at FROM customer_order o WHERE ${[status, ...conditions].join(' AND ')} ${newest})`;
  const branches = sales?.isSeldom
    ? [from(`o.status = ANY(${param(search.statuses)}::int2[])`)]
    : search.statuses.map((status) => from(`o.status = ${param(status)}`));
  return { sql: `SELECT o.id, o.created_at FROM (${branches.join(' UNION ALL ')}) o ${newest}`, params };
}

function conditionsOf({ number, phones, from, until, after }: OrderSearch, param: Param): string[] {
  return [
    ...numberConditions(number, param),
    ...(phones === undefined ? [] : [`o.address_snapshot ->> 'mobile' = ANY(${param(phones)}::text[])`]),
    ...(from === undefined ? [] : [`o.created_at >= ${param(from)}`]),
    ...(until === undefined ? [] : [`o.created_at < ${param(until)}`]),
    ...(after === undefined
      ? []
      : [`(o.created_at, o.id) < (${moment(after.micros, param)}, ${param(after.id)}::int8)`]),
  ];
}

/** Where a product sells well the orders are read, each looked at, from where it sold last. */
function productConditions({ productId }: OrderSearch, param: Param, sales?: ProductSales): string[] {
  if (productId === undefined) return [];
  if (!sales || sales.newestMicros === null) return ['false'];
  const lines = `SELECT l.order_id FROM order_line l WHERE l.product_id = ${param(productId)}`;
  if (sales.isSeldom) return [`o.id = ANY(ARRAY(${lines}))`];
  return [
    `EXISTS (${lines} AND l.order_id = o.id OFFSET 0)`,
    `o.created_at <= ${moment(sales.newestMicros + SLACK_MS * 1000, param)}`,
  ];
}

function moment(micros: number, param: Param): string {
  return `'epoch'::timestamptz + ${param(micros)}::int8 * interval '1 microsecond'`;
}

/** A number begins with its time, so that its beginning says where to look. */
function numberConditions(number: string | undefined, param: Param): string[] {
  if (number === undefined) return [];
  if (number.length === NUMBER_LENGTH) return [`o.order_no = ${param(number)}`];
  const times = timesOf(number);
  if (!times) return ['false'];
  return [
    `starts_with(o.order_no, ${param(number)})`,
    `o.created_at >= ${moment((times.fromMs - SLACK_MS) * 1000, param)}`,
    `o.created_at < ${moment((times.toMs + SLACK_MS) * 1000, param)}`,
  ];
}

/** A day's beginning, or a moment: `2026-01-01` or `2026-01-01 08:30:00`, in Shanghai. */
export function momentFrom(text: string): Date {
  return text.length === 10 ? dayStart(text) : fromBeijingTime(text);
}

/** A day to its end, or up to a moment. */
export function momentUntil(text: string): Date {
  return text.length === 10 ? dayEnd(text) : fromBeijingTime(text);
}
