import * as fc from 'fast-check';
import { FORGERIES, type Command, type CommandOf, type Doing, type Fields } from './command';

/** Kinds of faults that cost no waiting; `FAULTS=all` tries the others at every endpoint. */
const FAULTS = words(`
  reset hangUp http404 http500 http502 http503 http429 http202 empty html redirect garbage notUtf8 cutShort
  systemError truncated lostAnswer lostAnswer badSign foreignAppid unsigned wrongSerial staleTimestamp`);
const ENDPOINTS = words(`
  unifiedorder orderquery closeorder refund refundquery downloadbill
  v3jsapi v3query v3close v3refund v3refundquery v3tradebill v3billfile
  jscode2session stableToken uploadShippingInfo getOrder shippingOther`);

type Weighted = fc.WeightedArbitrary<Command>;
type Choices<Name extends Doing> = { [Key in keyof Fields[Name]]-?: fc.Arbitrary<Fields[Name][Key]> };

function often<Name extends Doing>(weight: number, name: Name, choices: Choices<Name>): Weighted {
  const fields = fc.record(choices);
  return {
    weight,
    arbitrary: fields.map((chosen) => ({ do: name, ...chosen }) as CommandOf<Name> & Command),
  };
}

const nth = fc.nat(99);
const yes = fc.boolean();
const by = fc.constantFrom('shopper' as const, 'admin' as const);
const becomes = fc.constantFrom('CLOSED' as const, 'ABNORMAL' as const, 'SUCCESS' as const);
const times = fc.constantFrom(1, 2, 3, 4, -1);
const fen = fc.integer({ min: 1, max: 4000 });
const count = fc.integer({ min: 1, max: 3 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
/** Mostly as it should be. */
const payment = {
  order: nth,
  amount: fc.oneof(
    { weight: 3, arbitrary: fc.constant('right' as const) },
    { weight: 1, arbitrary: fc.constantFrom('short' as const, 'foreign' as const) },
  ),
  notification: fc.oneof(
    { weight: 2, arbitrary: fc.constant('sent' as const) },
    { weight: 1, arbitrary: fc.constantFrom('lost' as const, 'delayed' as const) },
  ),
};
/** A refund hears of minutes, an unpaid order of half an hour, a short one of an hour, a bill of days. */
const MINUTES = [4, 16, 31, 62, 62, 301, 301, 1801];
const HOURS = [3601, 3601, 7201, 30_000, 86_400, 950_400];
const seconds = fc.constantFrom(...MINUTES, ...HOURS);

const shopping: Weighted[] = [
  often(12, 'place', {
    shopper: fc.nat(2),
    lines: fc.array(fc.record({ sku: fc.nat(3), count }), { minLength: 1, maxLength: 3 }),
  }),
  often(11, 'prepay', { order: nth }),
  often(11, 'pay', { ...payment, time: fc.constant('now') }),
  often(2, 'pay', { ...payment, time: fc.constant('second') }),
  often(3, 'pay', { ...payment, time: fc.constant('late') }),
  often(1, 'confirm', { order: nth }),
  often(1, 'cashierCancel', { order: nth }),
  often(4, 'cancel', { order: nth, by }),
  often(2, 'receive', { order: nth }),
  often(1, 'login', { shopper: fc.nat(2) }),
  often(1, 'erase', { shopper: fc.nat(2), by }),
];

const afterSales: Weighted[] = [
  often(3, 'askAfterSale', { order: nth, isReturn: yes, line: maybe(nth) }),
  often(3, 'agree', { sale: nth }),
  often(1, 'refuse', { sale: nth }),
  often(1, 'withdraw', { sale: nth }),
  often(1, 'sendBack', { sale: nth }),
  often(2, 'received', { sale: nth, restock: yes }),
];

const selling: Weighted[] = [
  often(4, 'ship', { order: nth, how: fc.constantFrom('bare', 'express', 'part') }),
  often(1, 'reship', { order: nth }),
  often(2, 'giveStock', { order: nth }),
  often(2, 'replace', { order: nth, priceFen: fen }),
  often(2, 'refund', { order: nth }),
  often(2, 'refundAmount', { order: nth, fen }),
  often(2, 'refundLine', { order: nth, line: nth, count, restock: maybe(yes) }),
  often(2, 'refundRest', { payment: nth }),
  often(1, 'retryRefund', { refund: nth }),
  often(1, 'giveUpRefund', { refund: nth }),
  often(2, 'stock', { sku: fc.nat(3), count: fc.integer({ min: -3, max: 6 }) }),
  often(1, 'price', { sku: fc.nat(3), priceFen: fen }),
  often(1, 'onSale', { sku: fc.nat(3), on: yes }),
];

const weather: Weighted[] = [
  often(3, 'portalRefund', { payment: nth, fen: maybe(fen) }),
  often(2, 'planRefunds', { becomes, times, afterSeconds: fc.constantFrom(0, 3, 100, 4000) }),
  often(1, 'endRefund', { refund: nth, becomes }),
  often(1, 'funds', { enough: yes }),
  often(2, 'notify', { order: nth, copies: count }),
  often(1, 'notifyRefund', { refund: nth, copies: count }),
  often(1, 'forge', { order: nth, how: fc.constantFrom(...FORGERIES) }),
  often(1, 'receiveAtWeChat', { order: nth }),
  often(4, 'fault', {
    endpoint: fc.constantFrom(...ENDPOINTS),
    kind: fc.constantFrom(...FAULTS),
    times,
  }),
  often(2, 'fault', {
    endpoint: fc.constantFrom('notify', 'refundnotify'),
    kind: fc.constantFrom('drop', 'drop', ...FORGERIES),
    times,
  }),
  often(10, 'clock', { seconds }),
  often(12, 'sweep', { of: fc.constant('orders') }),
  often(1, 'sweep', { of: fc.constant('all') }),
];

const single = fc.oneof(...shopping, ...afterSales, ...selling, ...weather);

/** Two at the same moment; and a shop that ends in the middle of one, which costs as much as a hundred others. */
const command = fc.oneof(
  { weight: 400, arbitrary: single },
  often(30, 'together', { first: single, second: single }),
  often(1, 'crash', { during: single, afterMs: fc.nat(12) }),
  often(1, 'restart', {}),
);

/** A walk's verdict costs as much as some fifty commands: a short walk is mostly verdict. */
export function walks(maxLength: number): fc.Arbitrary<Command[]> {
  return fc.noBias(fc.array(command, { minLength: Math.ceil(maxLength / 3), maxLength, size: 'max' }));
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
