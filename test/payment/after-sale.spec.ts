import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../given/shop';
import { AfterSales, type Act } from './after-sale';
import { booksOf, paid, reasonsOf, refundedAtWeChat, refundsOf, statusOf } from './paid';

const OK = { code: 201, msg: 'ok', errorCode: 0 };
const NOW_NOT = { status: 409, body: { error_code: 90006, msg: '售后单当前状态不允许此操作' } };
const UNKNOWN = 2_000_000_000;

describe.each(['v2', 'v3'])('an after-sale through %s', (gateway) => {
  let shop: Shop;
  let sales: AfterSales;
  beforeAll(async () => {
    shop = await Shop.open({ WECHAT_PAY_GATEWAY: gateway });
    sales = await AfterSales.of(shop);
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it('of money alone is over when the merchant agreed and WeChat paid; the goods stay', async () => {
    const order = await sales.shipped({ count: 2 });

    const asked = await sales.ask(order, { reason: '破损' });
    const acts = sales.acts(order, asked.body.after_sale_id);
    const untilThen = await refundsOf(sales.admin, order.id, () => true, 0);
    const agreed = await acts.agree();
    const refunding = await sales.when(order, 'refunding');
    await refundsOf(sales.admin, order.id, ({ state }) => state === 'processing');
    await shop.later(4);
    const done = await sales.when(order, 'done');

    expect(asked).toMatchObject({ status: 201, body: OK });
    expect([untilThen, agreed.body]).toEqual([[], OK]);
    expect(refunding).toMatchObject({ amount: '39.98', end_time: null });
    expect(done).toMatchObject({ lines: [{ sku_id: order.pear.skuIds[0], count: 2 }], reason: '破损' });
    expect(await statusOf(sales.admin, order.id)).toBe(8);
    expect(await shop.stockOf(order.pear.skuIds[0])).toEqual({ stock: 8, reserved: 0, sold: 2 });
    expect(await refundedAtWeChat(shop, order.no)).toEqual([3998]);
    expect((await reasonsOf(sales.admin, order.id)).slice(3)).toEqual([
      'ship',
      'after_sale',
      'after_sale_agree',
      'refund',
      'refund_success',
    ]);
  });

  it('of goods waits until they are back, and leaves the rest of the order as it is', async () => {
    const order = await sales.shipped({ count: 3, sizes: ['大', '小'] });
    const [large, small] = order.pear.skuIds;
    const lines = [{ sku_id: large, count: 2 }];

    const id = await sales.asked(order, { kind: 'return_refund', lines });
    const acts = sales.acts(order, id);
    await acts.agree();
    const parcel = { carrier: '顺丰', tracking_no: 'SF123' };
    const sent = await order.shopper.post(`/after-sale/${id}/return`, parcel);
    const returning = await sales.when(order, 'returning');
    const untilThen = await refundsOf(sales.admin, order.id, () => true, 0);
    await acts.receive();
    await refundsOf(sales.admin, order.id, ({ state }) => state === 'processing');
    await shop.later(4);
    const done = await sales.when(order, 'done');

    expect([sent.body, untilThen]).toEqual([OK, []]);
    expect(returning).toMatchObject({ ...parcel, amount: null });
    expect(done).toMatchObject({ amount: '39.98', lines, refusal: null });
    expect(await statusOf(sales.admin, order.id)).toBe(3);
    expect(await shop.stockOf(large)).toEqual({ stock: 9, reserved: 0, sold: 1 });
    expect(await shop.stockOf(small)).toEqual({ stock: 7, reserved: 0, sold: 3 });
    expect(await refundedAtWeChat(shop, order.no)).toEqual([3998]);
  });

  it('whose refund WeChat closed says so, and is begun again under another number', async () => {
    const order = await sales.shipped();
    await shop.simulator.post('/sim/refund', { becomes: 'CLOSED', times: 1 });
    const acts = sales.acts(order, await sales.asked(order));
    await acts.agree();
    await refundsOf(sales.admin, order.id, ({ state }) => state === 'processing');
    await shop.later(62);
    const closed = await sales.when(order, 'refund_closed');
    const other = await sales.ask(order);

    const again = await acts.agree();
    await refundsOf(sales.admin, order.id, ({ state }) => state === 'processing');
    await shop.later(4);
    const done = await sales.when(order, 'done');

    expect(closed).toMatchObject({ end_time: null });
    expect([other.status, again.status]).toEqual([409, 201]);
    expect(done.refund_id).not.toBe(closed.refund_id);
    expect(await booksOf(shop, order.no)).toMatchObject([
      { out_refund_no: `${order.no}R1`, becomes: 'CLOSED' },
      { out_refund_no: `${order.no}R2`, becomes: 'SUCCESS' },
    ]);
    expect(await statusOf(sales.admin, order.id)).toBe(8);
  });
});

describe('a request after a sale', () => {
  let shop: Shop;
  let sales: AfterSales;
  beforeAll(async () => {
    shop = await Shop.open();
    sales = await AfterSales.of(shop);
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it('for goods that were not shipped brings them back into stock', async () => {
    const order = await paid(shop);

    await sales.acts(order, await sales.asked(order)).agree();
    const [refund] = await refundsOf(sales.admin, order.id, ({ state }) => state === 'processing');
    await shop.later(4);
    await sales.when(order, 'done');

    expect(refund).toMatchObject({ restock: true, reason: '售后退款', actor: 'admin:1' });
    expect(await shop.stockOf(order.pear.skuIds[0])).toEqual({ stock: 10, reserved: 0, sold: 0 });
  });

  it('is refused with a reason that the shopper reads, and he may ask again', async () => {
    const order = await sales.shipped();
    const id = await sales.asked(order);

    await sales.acts(order, id).refuse();
    await sales.admin.post(`/admin/after-sale/${id}/refuse`, { reason: '另一个理由' });
    const refused = await sales.of(order);
    const again = await sales.ask(order);

    expect(refused).toMatchObject([{ id, state: 'refused', refusal: '已使用' }]);
    expect(again.status).toBe(201);
    expect(await refundsOf(sales.admin, order.id, () => true, 0)).toEqual([]);
  });

  it('gets another number where the first one was wrong', async () => {
    const order = await sales.shipped();
    const id = await sales.asked(order, { kind: 'return_refund' });
    await sales.acts(order, id).agree();

    for (const tracking_no of ['SF1', ' SF\u200b2 ', 'S F2'])
      await order.shopper.post(`/after-sale/${id}/return`, { tracking_no });

    expect(await sales.of(order)).toMatchObject([{ state: 'returning', tracking_no: 'SF2' }]);
    const reasons = await reasonsOf(sales.admin, order.id);
    expect(reasons.filter((reason) => reason === 'after_sale_return')).toHaveLength(2);
  });

  it('under one key is one request', async () => {
    const order = await sales.shipped();
    const key = { 'idempotency-key': `after-sale-${order.id}` };

    const [first, again] = [await sales.ask(order, {}, key), await sales.ask(order, {}, key)];
    const other = await sales.ask(order, { reason: '别的' }, key);

    expect(again.body).toEqual(first.body);
    expect(other).toMatchObject({ status: 422, body: { error_code: 90004 } });
    expect(await sales.of(order)).toHaveLength(1);
  });

  it('is found by the merchant, by its state and its order', async () => {
    const order = await sales.shipped();
    const id = await sales.asked(order);

    const open = await sales.admin.get('/admin/after-sale?state=asked&size=1');
    const ofOrder = await sales.admin.get(`/admin/after-sale?order_id=${order.id}`);
    const over = await sales.admin.get(`/admin/after-sale?state=done&order_id=${order.id}`);

    expect(open.body.data[0]).toMatchObject({ id, order_id: order.id, state: 'asked', kind: 'refund_only' });
    expect(ofOrder.body).toMatchObject({ next: null, data: [{ id }] });
    expect(over.body.data).toEqual([]);
  });

  it('is none without a kind, a reason and pieces that were bought', async () => {
    const order = await sales.shipped({ count: 2 });
    const [sku_id] = order.pear.skuIds;
    const wishes: [string, object][] = [
      ['kind', { kind: undefined }],
      ['kind', { kind: 'exchange' }],
      ['reason', { reason: ' ' }],
      ['reason', { reason: '长'.repeat(201) }],
      ['lines', { lines: [] }],
      ['lines', { lines: [{ sku_id, count: 3 }] }],
      ['lines', { lines: [{ sku_id: UNKNOWN, count: 1 }] }],
    ];

    const answers = await Promise.all(wishes.map(([, wish]) => sales.ask(order, wish)));

    expect(answers.map(({ body }) => body.error_code)).toEqual(wishes.map(() => 10000));
    expect(answers.map(({ body }) => Object.keys(body.msg))).toEqual(wishes.map(([field]) => [field]));
    expect(await sales.of(order)).toEqual([]);
  });

  it('is not made for what is not paid, not shipped, or refunded already', async () => {
    const [unshipped, refunded] = [await paid(shop), await sales.shipped()];
    const pear = await shop.product();
    const products = [{ product_id: pear.id, count: 1 }];
    const { body: unpaid } = await unshipped.shopper.post('/order', { products });
    await sales.admin.post(`/admin/order/${refunded.id}/refund`);

    const answers = [
      await sales.ask({ ...unshipped, id: unpaid.order_id }),
      await sales.ask(unshipped, { kind: 'return_refund' }),
      await sales.ask(refunded),
      await sales.ask(refunded, { lines: [{ sku_id: refunded.pear.skuIds[0], count: 1 }] }),
    ];

    expect(answers.map(({ status, body }) => [status, body.error_code])).toEqual([
      [409, 90006],
      [409, 90006],
      [409, 90008],
      [409, 90008],
    ]);
  });

  it('is as unknown to another as one that does not exist', async () => {
    const order = await sales.shipped();
    const id = await sales.asked(order, { kind: 'return_refund' });
    const eve = { ...order, shopper: await shop.shopper('eve') };
    const listOf = (orderId: number) => eve.shopper.get(`/order/${orderId}/after-sale`);

    const pairs = [
      [await sales.ask(eve), await sales.ask({ ...eve, id: UNKNOWN })],
      [await listOf(order.id), await listOf(UNKNOWN)],
      [await sales.acts(eve, id).withdraw(), await sales.acts(eve, UNKNOWN).withdraw()],
      [await sales.acts(eve, id).send(), await sales.acts(eve, UNKNOWN).send()],
    ] as const;
    const byMerchant = await sales.acts(order, UNKNOWN).agree();

    for (const [anothers, none] of pairs) {
      expect([anothers.status, none.status]).toEqual([404, 404]);
      expect({ ...anothers.body, request_url: '' }).toEqual({ ...none.body, request_url: '' });
    }
    expect(byMerchant).toMatchObject({ status: 404, body: { error_code: 80005 } });
    expect(await sales.of(order)).toMatchObject([{ state: 'asked' }]);
  });
});

/** By kind: how each state is reached, and what may be done there, a repeat included. */
const LIFE: [kind: string, path: Act[], state: string, may: Act[]][] = [
  ['refund_only', [], 'asked', ['agree', 'refuse', 'withdraw']],
  ['refund_only', ['agree'], 'refunding', ['agree']],
  ['refund_only', ['refuse'], 'refused', ['refuse']],
  ['refund_only', ['withdraw'], 'withdrawn', ['withdraw']],
  ['return_refund', [], 'asked', ['agree', 'refuse', 'withdraw']],
  ['return_refund', ['agree'], 'agreed', ['agree', 'refuse', 'withdraw', 'send', 'receive']],
  ['return_refund', ['agree', 'send'], 'returning', ['send', 'refuse', 'receive']],
  ['return_refund', ['agree', 'receive'], 'refunding', ['agree', 'receive']],
  ['return_refund', ['agree', 'refuse'], 'refused', ['refuse']],
  ['return_refund', ['agree', 'withdraw'], 'withdrawn', ['withdraw']],
  ['return_refund', ['agree', 'send', 'refuse'], 'refused', ['refuse']],
];

describe('a step after a sale', () => {
  let shop: Shop;
  let sales: AfterSales;
  beforeAll(async () => {
    shop = await Shop.open();
    sales = await AfterSales.of(shop);
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it.each(LIFE)(
    'of %s is taken once however often it is asked for, and after %j no illegal one is',
    async (kind, path, state, may) => {
      const order = await sales.shipped();
      const acts = sales.acts(order, await sales.asked(order, { kind }));

      const taken = [];
      for (const step of path) taken.push(await Promise.all([1, 2, 3].map(() => acts[step]())));
      const [before] = await sales.of(order);
      const wrong = (Object.keys(acts) as Act[]).filter((act) => !may.includes(act));
      const refused = await Promise.all(wrong.map((act) => acts[act]()));
      const [after] = await sales.of(order);

      const reasons = await reasonsOf(sales.admin, order.id);
      expect(taken.flat().map(({ status }) => status)).toEqual(taken.flat().map(() => 201));
      expect(before).toMatchObject({ state });
      for (const answer of refused) expect(answer).toMatchObject(NOW_NOT);
      expect(after).toEqual(before);
      expect(reasons.filter((reason) => reason.startsWith('after_sale_'))).toHaveLength(path.length);
      expect(reasons.filter((reason) => reason === 'refund')).toHaveLength(state === 'refunding' ? 1 : 0);
    },
  );

  it('of ten who ask for one line at once is taken once', async () => {
    const order = await sales.shipped();

    const answers = await Promise.all(Array.from({ length: 10 }, () => sales.ask(order)));

    const codes = answers.map(({ status, body }) => body.error_code ?? status);
    expect(codes.toSorted()).toEqual([201, ...Array.from({ length: 9 }, () => 90011)]);
    expect(await sales.of(order)).toHaveLength(1);
  });

  it.each([1, 2, 3])('of a shopper who withdraws while the merchant agrees is one of both, %i', async () => {
    const order = await sales.shipped();
    const acts = sales.acts(order, await sales.asked(order));

    const answers = await Promise.all([acts.withdraw(), acts.agree()]);

    const [sale] = await sales.of(order);
    const refunds = await refundsOf(sales.admin, order.id, () => true, 0);
    const isAgreed = sale!.state === 'refunding';
    expect(answers.map(({ status }) => status)).toEqual(isAgreed ? [409, 201] : [201, 409]);
    expect([sale!.state, refunds.length]).toEqual(isAgreed ? ['refunding', 1] : ['withdrawn', 0]);
  });

  it.each([1, 2, 3])('never gives back what the merchant refunds beside it, %i', async () => {
    const order = await sales.shipped({ sizes: ['大', '小'] });
    const lines = [{ sku_id: order.pear.skuIds[0], count: 2 }];
    const acts = sales.acts(order, await sales.asked(order, { lines }));

    const [agreed, refunded] = await Promise.all([
      acts.agree(),
      sales.admin.post(`/admin/order/${order.id}/refund`, { lines }),
    ]);

    const [sale] = await sales.of(order);
    const isAgreed = agreed.status === 201;
    expect([agreed.body.error_code, refunded.body.error_code]).toEqual(
      isAgreed ? [undefined, 10000] : [90008, undefined],
    );
    expect(sale!.state).toBe(isAgreed ? 'refunding' : 'asked');
    expect(await refundsOf(sales.admin, order.id)).toHaveLength(1);
  });

  it('is refused by the database itself where a line would be in two open requests', async () => {
    const order = await sales.shipped();
    const id = await sales.asked(order);

    const twice = shop.db.query(
      `WITH twin AS (INSERT INTO after_sale (order_id, shopper_id, kind, state, reason, asked_at)
                     SELECT order_id, shopper_id, kind, 'asked', reason, now() FROM after_sale WHERE id = $1
                     RETURNING id, order_id)
       INSERT INTO after_sale_line (after_sale_id, order_id, sku_id, count)
       SELECT id, order_id, $2, 1 FROM twin`,
      [id, order.pear.skuIds[0]],
    );

    await expect(twice).rejects.toMatchObject({ constraint: 'after_sale_one_open' });
  });
});
