import { beijingStamp, fromBeijingStamp } from '@app/common';
import type { Desk } from './bookkeeper';
import type { Order, Prepay } from './books';
import { later } from './retry-ladder';

const PREPAY_TTL_SECONDS = 2 * 3600;
const DAY_SECONDS = 24 * 3600;
/** v3 moves a time_expire into these bounds; v2 takes it as it is, or none. */
const V3_LIFE_SECONDS = { least: 60, most: 90 * DAY_SECONDS, usual: 7 * DAY_SECONDS };

/** What must stay the same when a number is used again; the payer's address and the signature may differ. */
const BUSINESS_FIELDS = [
  'body',
  'totalFee',
  'feeType',
  'openid',
  'notifyUrl',
  'tradeType',
  'timeExpire',
  'attach',
] as const satisfies readonly (keyof Order)[];

/** Whether the order was placed through v3, and so is notified in v3's form. */
export function isV3({ signType }: Order): boolean {
  return signType === 'RSA';
}

/** One space of numbers: what v3 asked for is never the same as what v2 asked for. */
export function isSameOrder(known: Order, asked: Order): boolean {
  return isV3(known) === isV3(asked) && BUSINESS_FIELDS.every((name) => known[name] === asked[name]);
}

/** Whether the payer may still begin to pay at this instant. */
export function lives(order: Order, at: string): boolean {
  const expiry = isV3(order) ? v3Expiry(order) : v2Expiry(order);
  return expiry === undefined || expiry > at;
}

export function isPrepayAlive({ createdAt }: Prepay, at: string): boolean {
  return later(createdAt, PREPAY_TTL_SECONDS) > at;
}

/** The order's latest prepay, while that is good for another try. */
export function reusablePrepay({ books, now }: Desk, outTradeNo: string): Prepay | undefined {
  const last = books.latestPrepays.get(outTradeNo);
  return last && isPrepayAlive(last, now.toISOString()) ? last : undefined;
}

export function newPrepay({ now, random }: Desk, outTradeNo: string): Prepay {
  const prepayId = `wx${beijingStamp(now)}${random.hex(10).toLowerCase()}`;
  return { prepayId, outTradeNo, createdAt: now.toISOString() };
}

function v2Expiry({ timeExpire }: Order): string | undefined {
  return timeExpire && fromBeijingStamp(timeExpire).toISOString();
}

function v3Expiry({ timeExpire, createdAt }: Order): string {
  const { least, most, usual } = V3_LIFE_SECONDS;
  if (!timeExpire) return later(createdAt, usual);
  const asked = new Date(timeExpire).toISOString();
  const [earliest, latest] = [later(createdAt, least), later(createdAt, most)];
  if (asked < earliest) return earliest;
  return asked > latest ? latest : asked;
}
