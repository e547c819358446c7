import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually, Shop } from '../given/shop';
import {
  due,
  FAIL,
  moneyOf,
  noticesOf,
  statusOf,
  SUCCESS,
  transactionId,
  Webhook,
  type Due,
  V2,
} from './webhook';

describe('money that does not settle its order', () => {
  let shop: Shop;
  let webhook: Webhook;
  beforeAll(async () => {
    shop = await Shop.open(V2);
    webhook = new Webhook(shop);
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(async () => {
    await webhook.close();
    await shop.stop();
  });

  /** Cancelled, and closed at WeChat too. */
  async function closed(): Promise<Due> {
    const order = await due(shop, { stock: 10, count: 2 });
    await order.shopper.post(`/order/${order.id}/cancel`);
    await shop.later(301);
    await eventually(
      () => statusOf(shop, order),
      (status) => status === 7,
    );
    return order;
  }

  it('[D1-13][F6] is refunded where it comes too late, and the goods stay released', async () => {
    const order = await closed();

    const paid = await shop.pay(order.prepay, { late: true });
    const again = await shop.simulator.post('/sim/notify', { out_trade_no: order.orderNo, copies: 15 });

    expect(paid.body.notified).toEqual([{ status: 200, body: SUCCESS }]);
    expect(new Set(again.body.notified.map(({ body }: { body: string }) => body))).toEqual(
      new Set([SUCCESS]),
    );
    expect(await statusOf(shop, order)).toBe(7);
    expect(await shop.stockOf(order.skuId)).toEqual({ stock: 10, reserved: 0, sold: 0 });
    expect(await moneyOf(shop, order)).toMatchObject([{ fen: order.totalFen, disposition: 'to_refund' }]);
    expect((await reasonsOf(shop, order)).slice(0, 6)).toEqual([
      'place',
      'prepay',
      'closing',
      'close',
      'settle_late',
      'refund',
    ]);
  });

  it('settles an order that has begun to close and is not closed', async () => {
    const order = await due(shop, { stock: 10, count: 2 });
    await order.shopper.post(`/order/${order.id}/cancel`);

    const paid = await shop.pay(order.prepay);

    expect(paid.body.notified).toEqual([{ status: 200, body: SUCCESS }]);
    expect(await statusOf(shop, order)).toBe(2);
    expect(await shop.stockOf(order.skuId)).toEqual({ stock: 8, reserved: 0, sold: 2 });
  });

  it('[F7] is refunded where the order was paid before, shipped or not', async () => {
    const order = await due(shop, { stock: 10, count: 2 });
    await shop.pay(order.prepay);
    const second = await shop.pay(order.prepay, { again: true });
    const admin = await shop.admin();
    await admin.put('/order/delivery', { id: order.id });

    const third = await shop.pay(order.prepay, { again: true });

    expect([...second.body.notified, ...third.body.notified]).toMatchObject([
      { body: SUCCESS },
      { body: SUCCESS },
    ]);
    expect(await statusOf(shop, order)).toBe(3);
    expect(await shop.stockOf(order.skuId)).toEqual({ stock: 8, reserved: 0, sold: 2 });
    expect(await moneyOf(shop, order)).toMatchObject([
      { disposition: 'fulfilled' },
      { transaction_id: second.body.transaction_id, disposition: 'to_refund' },
      { transaction_id: third.body.transaction_id, disposition: 'to_refund' },
    ]);
  });

  it.each([
    ['one fen', { total_fee: 1 }, 1, 'CNY'],
    ['a fen too little', { total_fee: 3997 }, 3997, 'CNY'],
    ['a fen too much', { total_fee: 3999 }, 3999, 'CNY'],
    ['another currency', { fee_type: 'USD' }, 3998, 'USD'],
  ])(
    '[D1-6][F8] is disputed where it is %s, and the order can still be paid',
    async (_what, wish, fen, currency) => {
      const order = await due(shop, { stock: 10, count: 2 });

      const wrong = await shop.pay(order.prepay, wish);
      const untouched = await shop.stockOf(order.skuId);
      const status = await statusOf(shop, order);
      const right = await shop.pay(order.prepay, { again: true });

      expect(wrong.body.notified).toEqual([{ status: 200, body: SUCCESS }]);
      expect({ status, untouched }).toEqual({ status: 1, untouched: { stock: 8, reserved: 2, sold: 0 } });
      expect(right.body.notified).toEqual([{ status: 200, body: SUCCESS }]);
      expect(await statusOf(shop, order)).toBe(2);
      expect(await moneyOf(shop, order)).toMatchObject([
        { fen, currency, disposition: 'disputed' },
        { fen: 3998, currency: 'CNY', disposition: 'fulfilled' },
      ]);
    },
  );

  it('is disputed where it is wrong as well as late or second', async () => {
    const [late, paid] = [await closed(), await due(shop)];
    await shop.pay(paid.prepay);

    const answers = [
      await webhook.send(webhook.notice(late, { total_fee: '1', cash_fee: '1' })),
      await webhook.send(webhook.notice(paid, { total_fee: '1', cash_fee: '1' })),
    ];

    expect(answers.map(({ body }) => body)).toEqual([SUCCESS, SUCCESS]);
    expect(await moneyOf(shop, late)).toMatchObject([{ disposition: 'disputed' }]);
    expect(await moneyOf(shop, paid)).toMatchObject([
      { disposition: 'fulfilled' },
      { disposition: 'disputed' },
    ]);
  });

  it.each([
    ['app', { appid: 'wxffffffffffffffff' }],
    ['merchant', { mch_id: '1900000002' }],
    ['app, for want of any', { appid: undefined }],
    ['merchant, for want of any', { mch_id: undefined }],
  ])('[F8] of another %s is refused, though our key signed it', async (_what, but) => {
    const order = await due(shop);

    const { status, answer, before, after } = await webhook.watch(webhook.notice(order, but));

    expect({ status, answer }).toEqual({ status: 200, answer: FAIL });
    expect(after).toEqual(before);
  });

  it('that was asked of another merchant than it reached is refused and kept for a person', async () => {
    const order = await due(shop);
    await shop.db.query(`UPDATE payment_attempt SET mch_id = '1900000002' WHERE order_id = $1`, [order.id]);
    const transaction_id = transactionId();

    const { answer, before, after } = await webhook.watch(webhook.notice(order, { transaction_id }));

    expect(answer).toBe(FAIL);
    expect({ ...after, notice: [] }).toEqual({ ...before, notice: [] });
    expect(await noticesOf(shop, transaction_id)).toMatchObject([{ outcome: 'conflict' }]);
  });

  it('[F11] counts for the first of two orders that claim one transaction', async () => {
    const [first, second] = [await due(shop), await due(shop)];
    const transaction_id = transactionId();
    const settled = await webhook.send(webhook.notice(first, { transaction_id }));

    const { answer, before, after } = await webhook.watch(webhook.notice(second, { transaction_id }));

    expect(settled.body).toBe(SUCCESS);
    expect(answer).toBe(FAIL);
    expect({ ...after, notice: [] }).toEqual({ ...before, notice: [] });
    expect(await statusOf(shop, second)).toBe(1);
    expect(await noticesOf(shop, transaction_id)).toMatchObject([{ outcome: 'fulfilled' }]);
  });

  it('that was never paid, as a signed result_code FAIL says, is acknowledged and changes nothing', async () => {
    const order = await due(shop);
    const failed = { result_code: 'FAIL', err_code: 'NOTENOUGH', transaction_id: undefined };

    const { answer, before, after } = await webhook.watch(webhook.notice(order, failed));
    const withTransaction = await webhook.watch(webhook.notice(order, { result_code: 'FAIL' }));

    expect([answer, withTransaction.answer]).toEqual([SUCCESS, SUCCESS]);
    expect({ ...withTransaction.after, notice: [] }).toEqual({ ...before, notice: [] });
    expect(after.notice).toHaveLength(before.notice!.length + 1);
    expect(await noticesOf(shop, `${order.orderNo} NOTENOUGH`)).toMatchObject([
      { kind: 'failed', outcome: 'failed' },
    ]);
  });

  it('is paid by whoever pays: another openid than the buyer’s settles and is left open', async () => {
    const order = await due(shop);
    const payer = async () => {
      const { rows } = await shop.db.query('SELECT payer_id FROM money_transaction WHERE order_id = $1', [
        order.id,
      ]);
      return rows as object[];
    };

    const { body } = await webhook.send(webhook.notice(order, { openid: 'oTheGenerousAunt' }));

    expect(body).toBe(SUCCESS);
    expect(await statusOf(shop, order)).toBe(2);
    expect(await payer()).toEqual([{ payer_id: null }]);
  });
});

async function reasonsOf(shop: Shop, { id }: Due): Promise<string[]> {
  const { rows } = await shop.db.query<{ reason: string }>(
    'SELECT reason FROM order_event WHERE order_id = $1 ORDER BY id',
    [id],
  );
  return rows.map(({ reason }) => reason);
}
