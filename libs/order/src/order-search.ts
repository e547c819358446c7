import { fromBeijingTime, dayEnd, dayStart } from '@app/common';
import { timesOf } from './order-no';
import type { OrderStatus } from './order-status';

/** What a merchant looks for; all that is said must hold. */
export interface OrderSearch {
  /** Where it begins, or the whole of it. */
  number?: string;
  phone?: string;
  productId?: number;
  statuses: readonly OrderStatus[];
  /** Placed from then on, and before then. */
  from?: Date;
  until?: Date;
  /** The last one that was seen. */
  after?: OrderPlace;
}

/** Where an order stands among all, the newest first. */
export interface OrderPlace {
  /** When it was placed, microseconds since 1970: as exactly as PostgreSQL knows it. */
  micros: number;
  id: number;
}

const NUMBER_LENGTH = 20;
/** Between making a number and writing its order: far more than any request, or two clocks, are apart. */
const NUMBERED_BEFORE_MS = 3600 * 1000;

/**
 * Orders by place, newest first. A statement of one branch for each status, so that each branch is read in order from
 * its index and stops after `limit`, however many orders there are; conditions that are rarer than that have an index
 * of their own, and PostgreSQL chooses.
 */
export function searchSql(search: OrderSearch, limit: number): { sql: string; params: unknown[] } {
  const params: unknown[] = [];
  const param = (value: unknown) => `$${params.push(value)}`;
  const conditions = conditionsOf(search, param).join(' AND ');
  const count = param(limit);
  const branches = search.statuses.map(
    (status) => `
      (SELECT o.id, o.created_at FROM customer_order o WHERE o.status = ${param(status)} AND ${conditions}
        ORDER BY o.created_at DESC, o.id DESC LIMIT ${count})`,
  );
  const all = `SELECT id, created_at FROM (${branches.join(' UNION ALL')}) branch`;
  return { sql: `${all} ORDER BY created_at DESC, id DESC LIMIT ${count}`, params };
}

function conditionsOf(search: OrderSearch, param: (value: unknown) => string): string[] {
  const { phone, productId, from, until, after } = search;
  const moment = (micros: number) =>
    `'epoch'::timestamptz + ${param(micros)}::int8 * interval '1 microsecond'`;
  return [
    'true',
    ...numberConditions(search.number, { param, moment }),
    ...(phone === undefined ? [] : [`o.address_snapshot ->> 'mobile' = ${param(phone)}`]),
    ...(productId === undefined
      ? []
      : [`o.id IN (SELECT l.order_id FROM order_line l WHERE l.product_id = ${param(productId)})`]),
    ...(from === undefined ? [] : [`o.created_at >= ${param(from)}`]),
    ...(until === undefined ? [] : [`o.created_at < ${param(until)}`]),
    ...(after === undefined
      ? []
      : [`(o.created_at, o.id) < (${moment(after.micros)}, ${param(after.id)}::int8)`]),
  ];
}

/** A number begins with its time, so that its beginning says where to look. */
function numberConditions(
  number: string | undefined,
  { param, moment }: { param: (value: unknown) => string; moment: (micros: number) => string },
): string[] {
  if (number === undefined) return [];
  if (number.length === NUMBER_LENGTH) return [`o.order_no = ${param(number)}`];
  const times = timesOf(number);
  if (!times) return ['false'];
  return [
    `starts_with(o.order_no, ${param(number)})`,
    `o.created_at >= ${moment((times.fromMs - NUMBERED_BEFORE_MS) * 1000)}`,
    `o.created_at < ${moment((times.toMs + NUMBERED_BEFORE_MS) * 1000)}`,
  ];
}

/** Opaque to clients: they hand it back. */
export function cursorOf({ micros, id }: OrderPlace): string {
  return Buffer.from(`${micros}.${id}`).toString('base64url');
}

/** Nothing where it is none of ours. */
export function placeOf(cursor: string): OrderPlace | undefined {
  const [, micros, id] =
    /^(\d{1,15}|[1-8]\d{15})\.(\d{1,10})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return micros && id ? { micros: Number(micros), id: Number(id) } : undefined;
}

/** A day's beginning, or a moment: `2026-01-01` or `2026-01-01 08:30:00`, in Shanghai. */
export function momentFrom(text: string): Date {
  return text.length === 10 ? dayStart(text) : fromBeijingTime(text);
}

/** A day to its end, or up to a moment. */
export function momentUntil(text: string): Date {
  return text.length === 10 ? dayEnd(text) : fromBeijingTime(text);
}
