import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMall } from '../../apps/mall/src/create-mall';
import type { Client } from '../given/client';
import { Shop } from '../given/shop';
import { casesOf, inTime } from '../reconciliation/accounts';
import { Gate } from '../wechat/gate';
import { afterMinutes, lateMoney, lateMoneyOf, short, unpaid } from './owed';
import { booksOf, paid, refundedAtWeChat, refundsOf, statusOf } from './paid';
import { tellRefund } from './refund-notice';

/** The clock runs far ahead here, and nobody is to be logged out by that. */
const LONG = { TOKEN_TTL_SECONDS: '40000000', MAX_OPEN_ORDERS: '0' };
const ASK = 'POST /v3/refund/domestic/refunds';
const UNDER_WAY = { becomes: 'SUCCESS', afterSeconds: 36_000, times: 1 };

describe.each(['v2', 'v3'])('a refund through %s', (gateway) => {
  const endpoint = gateway === 'v2' ? 'refund' : 'v3refund';
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open({ WECHAT_PAY_GATEWAY: gateway, ...LONG });
    admin = await shop.admin();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  const refund = (id: number, body: object = {}) => admin.post(`/admin/order/${id}/refund`, body);
  const inState = (id: number, state: string, count = 1) =>
    refundsOf(admin, id, (row) => row.state === state, count);
  /** Lets minutes go by until it is over. */
  const success = (id: number) => afterMinutes(shop, admin, id, (rows) => rows[0]?.state === 'success');

  it.each(['lostAnswer', 'http500', 'badSign', 'systemError'])(
    'is made once at WeChat after an answer that says nothing: %s',
    async (kind) => {
      const { id, no } = await paid(shop);
      await shop.simulator.post('/sim/fault', { endpoint, kind, times: 1 });

      await refund(id);
      const rows = await success(id);

      expect(rows).toMatchObject([{ state: 'success', out_refund_no: `${no}R1` }]);
      expect(await refundedAtWeChat(shop, no)).toEqual([3998]);
      expect(await statusOf(admin, id)).toBe(8);
    },
  );

  it('waits for the merchant’s money, and then goes through under its number', async () => {
    const { id, no } = await paid(shop);
    await shop.simulator.post('/sim/funds', { enough: false });

    await refund(id);
    const [poor] = await refundsOf(admin, id, ({ refusal }) => refusal !== null);
    await shop.simulator.post('/sim/funds', { enough: true });
    const rows = await success(id);

    expect(poor).toMatchObject({ state: 'requested', refusal: 'NOTENOUGH' });
    expect(rows).toMatchObject([{ state: 'success', refusal: null, out_refund_no: `${no}R1` }]);
    expect(await refundedAtWeChat(shop, no)).toEqual([3998]);
  });

  it('that WeChat closed frees its fen and its pieces for another number', async () => {
    const { id, no, pear } = await paid(shop);
    const lines = [{ sku_id: pear.skuIds[0], count: 2 }];
    await shop.simulator.post('/sim/refund', { becomes: 'CLOSED', times: 1 });

    await refund(id, { lines });
    await inState(id, 'processing');
    const whileOpen = await refund(id, { lines });
    await shop.later(62);
    await inState(id, 'closed');
    const again = await refund(id, { lines });
    await success(id);

    expect([whileOpen.status, again.status]).toEqual([409, 201]);
    expect((await booksOf(shop, no)).map(({ out_refund_no }) => out_refund_no)).toEqual([
      `${no}R1`,
      `${no}R2`,
    ]);
    expect(await statusOf(admin, id)).toBe(8);
  });

  it('that is stuck keeps its fen until a person mends it in the portal', async () => {
    const { id, no } = await paid(shop);
    await shop.simulator.post('/sim/refund', { becomes: 'ABNORMAL', times: 1 });

    await refund(id);
    await inState(id, 'processing');
    await shop.later(62);
    const [stuck] = await inState(id, 'abnormal');
    const other = await refund(id);
    const shipped = await admin.put('/order/delivery', { id });
    await shop.simulator.post('/sim/refund', { out_refund_no: stuck!.out_refund_no, becomes: 'SUCCESS' });
    await success(id);

    expect(other).toMatchObject({ status: 409, body: { error_code: 90008 } });
    expect(shipped).toMatchObject({ status: 409, body: { error_code: 90006 } });
    expect(await statusOf(admin, id)).toBe(8);
    expect(await refundedAtWeChat(shop, no)).toEqual([3998]);
  });

  it('of late money that WeChat closed is tried again by itself, an hour later', async () => {
    const { id, no } = await lateMoney(shop, admin);

    await inState(id, 'processing');
    await shop.later(62);
    await inState(id, 'closed');
    await shop.later(3000);
    const tooEarly = await refundsOf(admin, id);
    await shop.later(600);
    const rows = await success(id);

    expect(tooEarly).toHaveLength(1);
    expect(rows.map(({ state }) => state)).toEqual(['success', 'closed']);
    expect(await booksOf(shop, no)).toMatchObject([
      { becomes: 'CLOSED' },
      { out_refund_no: `${no}R2`, becomes: 'SUCCESS', refund_fee: 3998 },
    ]);
    expect(await statusOf(admin, id)).toBe(7);
  });

  it('made in the portal is known from its notice, and ends the order with the rest', async () => {
    const order = await paid(shop);
    const { id, no, pear } = order;
    const portal = async (refund_fee?: number) => {
      const { body } = await shop.simulator.post('/sim/portal-refund', { out_trade_no: no, refund_fee });
      await shop.later(4);
      const told = { outRefundNo: body.out_refund_no, refundId: body.refund_id, totalFen: 3998 };
      return tellRefund(shop, order, { gateway, refundFen: body.refund_fee, ...told });
    };

    const part = await portal(1000);
    const afterPart = await statusOf(admin, id);
    await portal();
    const rows = await refundsOf(admin, id, ({ actor }) => actor === 'wechat', 2);

    expect(part).toMatchObject({ status: 200, body: expect.stringContaining('SUCCESS') });
    expect(afterPart).toBe(2);
    expect(rows).toMatchObject([{ amount: '29.98' }, { amount: '10.00' }]);
    expect(rows.every(({ state, restock }) => state === 'success' && !restock)).toBe(true);
    expect(await statusOf(admin, id)).toBe(8);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 8, reserved: 0, sold: 2 });
  });

  it('made in the portal takes the place of one that WeChat refuses for want of money', async () => {
    const order = await paid(shop);
    const { id, no } = order;
    await shop.simulator.post('/sim/funds', { enough: false });
    await refund(id);
    await refundsOf(admin, id, ({ refusal }) => refusal === 'NOTENOUGH');

    const { body } = await shop.simulator.post('/sim/portal-refund', { out_trade_no: no });
    await shop.simulator.post('/sim/funds', { enough: true });
    // WeChat's own notification may already have put the portal's refund before ours.
    await afterMinutes(shop, admin, id, (rows) => rows.at(-1)?.refusal !== 'NOTENOUGH');
    const told = { outRefundNo: body.out_refund_no, refundId: body.refund_id, totalFen: 3998 };
    const answer = await tellRefund(shop, order, { gateway, refundFen: 3998, ...told });

    expect(answer.body).toContain('SUCCESS');
    expect(await refundsOf(admin, id)).toMatchObject([
      { state: 'success', actor: 'wechat' },
      { state: 'closed', actor: 'admin:1' },
    ]);
    expect(await statusOf(admin, id)).toBe(8);
    expect(await refundedAtWeChat(shop, no)).toEqual([3998]);
  });

  it('is not over because a notice says so that nobody vouches for', async () => {
    const order = await paid(shop);
    await shop.simulator.post('/sim/refund', UNDER_WAY);
    await refund(order.id);
    const [row] = await inState(order.id, 'processing');
    const told = { gateway, outRefundNo: row!.out_refund_no, refundFen: 3998, totalFen: 3998 };

    const forged = await tellRefund(shop, order, { ...told, forged: true });
    const unknown = await tellRefund(shop, order, { ...told, outRefundNo: 'R-UNKNOWN', forged: true });

    expect([forged.body, unknown.body].join()).not.toContain('SUCCESS');
    expect(await refundsOf(admin, order.id)).toMatchObject([{ state: 'processing' }]);
    expect(await statusOf(admin, order.id)).toBe(2);
  });

  // A notice of v2 is encrypted under the merchant's key and signed by nobody: one of v3 cannot be made up so.
  if (gateway === 'v2')
    it('is not over because of a claim under our own key that WeChat denies', async () => {
      const order = await paid(shop);
      await shop.simulator.post('/sim/refund', UNDER_WAY);
      await refund(order.id, { amount: '10' });
      const [row] = await inState(order.id, 'processing');
      const told = { gateway, refundFen: 1000, totalFen: 3998 };

      await tellRefund(shop, order, { ...told, outRefundNo: row!.out_refund_no });
      const madeUp = await tellRefund(shop, order, { ...told, outRefundNo: 'R-UNKNOWN' });

      expect(madeUp.body).toContain('FAIL');
      expect(await refundsOf(admin, order.id)).toMatchObject([{ state: 'processing', amount: '10.00' }]);
      expect(await statusOf(admin, order.id)).toBe(2);
    });

  it('asked for by ten admins at once is one, under one key as without', async () => {
    const [plain, keyed] = [await paid(shop), await paid(shop)];
    const path = `/admin/order/${keyed.id}/refund`;
    const key = { 'idempotency-key': `refund-${keyed.id}` };

    const answers = await ten(() => refund(plain.id));
    const repeats = await ten(() => admin.post(path, {}, key));
    const again = await admin.post(path, {}, key);

    const codes = answers.map(({ status, body }) => body.error_code ?? status);
    expect(codes.toSorted()).toEqual([201, ...Array.from({ length: 9 }, () => 90008)]);
    expect(again.status).toBe(201);
    for (const { status, body } of repeats)
      expect(status === 201 ? body.refund_id : body.error_code).toBe(
        status === 201 ? again.body.refund_id : 90005,
      );
    for (const { id } of [plain, keyed]) expect(await refundsOf(admin, id)).toHaveLength(1);
  });

  it('keeps the order from being shipped, whichever of both is first', async () => {
    const order = await paid(shop);

    const [refunded, shipped] = await Promise.all([
      refund(order.id),
      admin.put('/order/delivery', { id: order.id }),
    ]);
    const status = await statusOf(admin, order.id);
    const late = await admin.put('/order/delivery', { id: order.id });

    expect(refunded.status).toBe(201);
    expect([shipped.status, status]).toEqual(shipped.status === 200 ? [200, 3] : [409, 2]);
    expect(late.status).toBe(shipped.status === 200 ? 403 : 409);
    expect(await refundsOf(admin, order.id)).toMatchObject([{ restock: shipped.status !== 200 }]);
  });

  it('[D1-17] is the fiftieth of its payment, and there is no more', async () => {
    const { id } = await paid(shop);
    await closedRefunds(shop, id, { from: 1, to: 49 });

    const [fiftieth, more] = [await refund(id, { amount: '1' }), await refund(id, { amount: '1' })];

    expect(fiftieth.status).toBe(201);
    expect(more).toMatchObject({ status: 409, body: { error_code: 90010 } });
  });

  it('is not made of money that came more than a year ago', async () => {
    const { id } = await paid(shop);
    await shop.later(364 * 86_400);
    const punctual = await refund(id, { amount: '1' });
    await shop.later(2 * 86_400);

    const tooLate = await refund(id, { amount: '1' });

    expect(punctual.status).toBe(201);
    expect(tooLate).toMatchObject({ status: 409, body: { error_code: 90009 } });
  });
});

describe('an order that was paid and short', () => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open({ STOCK_POLICY: 'on_payment', SHORT_STOCK_GRACE_SECONDS: '900', ...LONG });
    admin = await shop.admin();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it('is refunded by itself when its grace is over, and handled', async () => {
    const { id, no } = await short(shop);

    await shop.later(800);
    const [inGrace, noRefund] = [await statusOf(admin, id), await refundsOf(admin, id, () => true, 0)];
    await afterMinutes(shop, admin, id, ([row]) => row?.state === 'success');

    expect([inGrace, noRefund]).toEqual([4, []]);
    expect(await statusOf(admin, id)).toBe(5);
    expect(await refundedAtWeChat(shop, no)).toEqual([3998]);
  });

  it('gets its goods within its grace, and its money never goes back', async () => {
    const { id, skuId, restock } = await short(shop);
    const still = await admin.post(`/admin/order/${id}/give_stock`);
    await restock();

    const given = await admin.post(`/admin/order/${id}/give_stock`);
    await shop.later(2000);
    const later = await short(shop);
    await shop.later(1000);
    await afterMinutes(shop, admin, later.id, ([row]) => row?.state === 'success');

    expect(still).toMatchObject({ status: 409, body: { error_code: 90006, msg: '商品仍然缺货' } });
    expect(given.status).toBe(201);
    expect(await statusOf(admin, id)).toBe(2);
    // The other one was refunded by itself meanwhile: this one was passed over, not waited for.
    expect(await refundsOf(admin, id, () => true, 0)).toEqual([]);
    expect(await shop.stockOf(skuId)).toEqual({ stock: 0, reserved: 0, sold: 4 });
  });

  it('gets no goods while its money is on the way back, and is refunded whole or not at all', async () => {
    const { id, restock } = await short(shop);
    await shop.simulator.post('/sim/refund', UNDER_WAY);
    await restock();

    const half = await admin.post(`/admin/order/${id}/refund`, { amount: '1' });
    const whole = await admin.post(`/admin/order/${id}/refund`);
    const given = await admin.post(`/admin/order/${id}/give_stock`);

    expect([half.status, whole.status, given.status]).toEqual([409, 201, 409]);
    expect(await statusOf(admin, id)).toBe(4);
    expect(await refundsOf(admin, id)).toMatchObject([{ amount: '39.98', restock: false }]);
  });

  it('is no one’s where the amount was wrong: that waits for a person', async () => {
    const order = await unpaid(shop);
    await shop.pay(order.prepay, { total_fee: 1 });

    await shop.later(8000);
    const beside = await short(shop);
    await shop.later(1000);
    await afterMinutes(shop, admin, beside.id, ([row]) => row?.state === 'success');

    const { rows } = await shop.db.query('SELECT disposition FROM money_transaction WHERE order_id = $1', [
      order.id,
    ]);
    expect(rows).toEqual([{ disposition: 'disputed' }]);
    expect(await refundsOf(admin, order.id, () => true, 0)).toEqual([]);
    expect(await refundedAtWeChat(shop, order.no)).toEqual([]);
  });
});

describe('refunds that many sweeps look for', () => {
  let shop: Shop;
  let gate: Gate;
  let admin: Client;
  beforeAll(async () => {
    ({ shop, gate } = await Gate.openShop({ WECHAT_PAY_GATEWAY: 'v3', ...LONG }));
    admin = await shop.admin();
  });
  afterAll(async () => {
    await shop.stop();
    await gate.close();
  });

  it('are asked for once, though two processes work', async () => {
    const other = await createMall(shop.config);
    await other.init();
    const orders = [];
    for (let n = 0; n < 6; n += 1) orders.push(await paid(shop));

    await Promise.all(orders.map(({ id }) => admin.post(`/admin/order/${id}/refund`)));
    for (const { id } of orders) await afterMinutes(shop, admin, id, ([row]) => row?.state === 'success');
    await other.close();

    expect(gate.passed.filter((call) => call === ASK)).toHaveLength(6);
    for (const { no } of orders) expect(await refundedAtWeChat(shop, no)).toEqual([3998]);
    expect(await shop.breaches()).toEqual([]);
  });

  it('are not kept waiting by five that WeChat makes no more: those wait for a person', async () => {
    const orders = await lateMoneyOf(6, shop, admin);
    const [young, ...old] = orders.toReversed();
    for (const { id } of orders) await afterMinutes(shop, admin, id, ([row]) => row?.state === 'closed');
    for (const { id } of old) await closedRefunds(shop, id, { from: 2, to: 50 });

    await shop.later(3700);
    const rows = await afterMinutes(shop, admin, young!.id, ([row]) => row?.state === 'success');
    const cases = await inTime(
      shop,
      () => casesOf(admin, 'kind=money_owed&state=open'),
      (found) => old.every(({ id }) => found.some(({ facts }) => facts.order_id === id)),
    );

    expect(rows.map(({ state }) => state)).toEqual(['success', 'closed']);
    for (const { no } of old) expect(await refundedAtWeChat(shop, no)).toEqual([3998]);
    expect(cases.map(({ facts }) => facts.order_id)).toEqual(expect.arrayContaining(old.map(({ id }) => id)));
  });
});

/** Refunds of an order that WeChat closed, with these numbers. */
function closedRefunds(shop: Shop, id: number, { from, to }: { from: number; to: number }) {
  return shop.db.query(
    `INSERT INTO refund (out_refund_no, money_transaction_id, order_id, fen, reason, restock, actor, state,
                         requested_at)
     SELECT o.order_no || 'R' || n, t.id, o.id, 1, '试', false, 'system', 'closed', now()
       FROM customer_order o JOIN money_transaction t ON t.order_id = o.id, generate_series($2::int4, $3::int4) n
      WHERE o.id = $1`,
    [id, from, to],
  );
}

function ten<T>(act: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: 10 }, act));
}
