import { describe, expect, it } from 'vitest';
import { faultsOf, type OrderBooks, type SeenOrder } from './judgement';
import { newOrder, type Order } from './model';

const shopper = { name: 'ann', logins: 1, isErased: false };
const GOODS = [{ sku: 7, count: 2, priceFen: 1000 }];
const TOTAL = 2000;

/** Paid once, in time, and nothing went back. */
function paid(order: Partial<Order> = {}, seen: Partial<SeenOrder> = {}, books: Partial<OrderBooks> = {}) {
  const placed = newOrder({ id: 1, no: 'A', shopper, lines: GOODS, freightFen: 0, placedAt: 0 });
  return faultsOf(
    { ...placed, payments: [{ transactionId: 'T', fen: TOTAL, isRight: true, isYuan: true }], ...order },
    {
      status: 2,
      totalFen: TOTAL,
      refunds: [],
      payments: [{ transactionId: 'T', disposition: 'fulfilled' }],
      ...seen,
    },
    { taken: [{ transactionId: 'T', fen: TOTAL }], given: [], ...books },
  );
}

const given = (fen: number, status = 'SUCCESS', outRefundNo = 'A1') => ({
  given: [{ outRefundNo, transactionId: 'T', fen, status }],
});
const asked = (fen: number, more: object = {}) => ({
  refunds: [{ id: 5, fen, pieces: [], restock: false, isGivenUp: false, ...more }],
});
const told = (fen: number, state = 'success') => ({ refunds: [{ id: 5, outRefundNo: 'A1', fen, state }] });
const portal = (fen: number) => ({ portalRefunds: [{ outRefundNo: 'A1', transactionId: 'T', fen }] });
const disposed = (disposition: string, status: number) => ({
  status,
  payments: [{ transactionId: 'T', disposition }],
});
const WRONG = { payments: [{ transactionId: 'T', fen: TOTAL, isRight: false, isYuan: true }] };

describe('what a shop may keep', () => {
  it.each<[string, string[]]>([
    ['all of its payment', paid()],
    ['what a refund left', paid(asked(500), told(500), given(500))],
    ['all, where WeChat closed the refund', paid(asked(500), told(500, 'closed'), given(500, 'CLOSED'))],
    ['nothing of what is refunded in full', paid(asked(TOTAL), { ...told(TOTAL), status: 8 }, given(TOTAL))],
    ['what the portal left', paid(portal(300), told(300), given(300))],
    ['all of a wrong amount', paid(WRONG, disposed('disputed', 7))],
    ['nothing of late money', paid({}, { ...disposed('to_refund', 7), ...told(TOTAL) }, given(TOTAL))],
    [
      'all, where the merchant gave the refund up',
      paid(asked(500, { isGivenUp: true }), told(500, 'closed')),
    ],
  ])('is %s', (_what, faults) => {
    expect(faults).toEqual([]);
  });

  it.each<[string, RegExp, string[]]>([
    ['late money', /keeps 2000 of T, and may keep 0/, paid({}, disposed('to_refund', 7))],
    ['the rest of late money', /keeps 1500 of T/, paid(portal(500), { ...disposed('held', 5) }, given(500))],
    ['a refund that WeChat was never asked for', /keeps 2000 of T/, paid(asked(500), told(500))],
    ['less than it may', /keeps 1500 of T, and may keep 2000/, paid({}, {}, given(500))],
  ])('is not %s', (_what, fault, faults) => {
    expect(faults.join()).toMatch(fault);
  });
});

describe('an order', () => {
  it.each<[string, RegExp, string[]]>([
    ['that is paid in time ends paid', /paid in time/, paid({ isOwedGoods: true }, disposed('to_refund', 7))],
    ['comes to an end', /has not ended/, paid({}, { status: 4 })],
    ['costs what its lines cost', /costs 1, not 2000/, paid({}, { totalFen: 1 })],
    ['stays shipped', /was shipped once/, paid({ isShipped: true })],
    ['is paid by its payment', /0 payments count/, paid({}, { payments: [] })],
    [
      'is refunded when its money is back',
      /is 8 if and only if/,
      paid(asked(TOTAL), told(TOTAL), given(TOTAL)),
    ],
    ['is not paid by a wrong amount', /T is fulfilled/, paid(WRONG)],
    [
      'has the payments that WeChat took',
      /WeChat took T 1/,
      paid({}, {}, { taken: [{ transactionId: 'T', fen: 1 }] }),
    ],
    ['has no refund under way', /A1 has not ended/, paid(portal(9), {}, given(9, 'PROCESSING'))],
  ])('%s', (_what, fault, faults) => {
    expect(faults.join()).toMatch(fault);
  });
});
