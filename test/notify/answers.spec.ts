import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually, Shop } from '../given/shop';
import { V3Webhook, type Said } from './v3-webhook';
import {
  books,
  due,
  FAIL,
  moneyOf,
  noticesOf,
  statusOf,
  SUCCESS,
  transactionId,
  Webhook,
  type Due,
} from './webhook';

const WECHAT_WAITS_MS = 5000;

/** What is told of an order's money; as it should be where nothing else is said. */
interface Told {
  transactionId?: string;
  fen?: number;
  /** Under a key that is not WeChat's. */
  forged?: boolean;
  /** An event that is no payment. */
  unpaid?: boolean;
}

type Tell = (order: Due, told?: Told) => Promise<string>;

let shop: Shop;
let webhook: Webhook;
let v3: V3Webhook;
beforeAll(async () => {
  shop = await Shop.open();
  webhook = new Webhook(shop);
  v3 = new V3Webhook(shop);
});
afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});
afterAll(async () => {
  await webhook.close();
  await shop.stop();
});

const tellV2: Tell = async (order, { transactionId: transaction_id, fen, forged, unpaid } = {}) => {
  const said = {
    ...(transaction_id && { transaction_id }),
    ...(fen && { total_fee: String(fen), cash_fee: String(fen) }),
    ...(unpaid && { result_code: 'FAIL', err_code: 'NOTENOUGH' }),
  };
  const { body } = await webhook.send(webhook.notice(order, said, forged ? { key: 'K'.repeat(32) } : {}));
  return body;
};

const tellV3: Tell = async (order, { transactionId: transaction_id, fen, forged, unpaid } = {}) => {
  const said: Said = {
    ...(transaction_id && { transaction_id }),
    ...(fen && { amount: { total: fen, payer_total: fen, currency: 'CNY' } }),
  };
  const event = unpaid ? { event_type: 'TRANSACTION.PAYERROR' } : {};
  const signing = forged ? { secret: 'merchant-key.pem' as const } : {};
  const { status } = await v3.send(v3.notice(v3.transaction(order, said), event, signing));
  return String(status);
};

const asked = () => due(shop, { stock: 10, count: 2 });
const dispositionsOf = async (order: Due) =>
  (await moneyOf(shop, order)).map((row) => (row as { disposition: string }).disposition);

describe.each([
  { gateway: 'v2', tell: tellV2, success: SUCCESS, refused: FAIL, failure: FAIL },
  { gateway: 'v3', tell: tellV3, success: '200', refused: '401', failure: '500' },
])('what to answer to a notify, $gateway', ({ gateway, tell, success, refused, failure }) => {
  it(`[answer 1 ${gateway}] not proven to be WeChat’s: refused, and nothing is kept`, async () => {
    const order = await asked();
    const before = await books(shop);

    expect(await tell(order, { forged: true })).toBe(refused);
    expect(await books(shop)).toEqual(before);
  });

  it(`[answer 2 ${gateway}] valid, open, equal: success once it is paid`, async () => {
    const order = await asked();

    expect(await tell(order)).toBe(success);
    expect(await statusOf(shop, order)).toBe(2);
    expect(await shop.stockOf(order.skuId)).toEqual({ stock: 8, reserved: 0, sold: 2 });
  });

  it(`[answer 3 ${gateway}] the same transaction again, shipped meanwhile: success, and no effect`, async () => {
    const [order, id] = [await asked(), transactionId()];
    await tell(order, { transactionId: id });
    await (await shop.admin()).put('/order/delivery', { id: order.id });

    expect(await tell(order, { transactionId: id })).toBe(success);
    expect(await statusOf(shop, order)).toBe(3);
    expect(await dispositionsOf(order)).toEqual(['fulfilled']);
  });

  it(`[answer 4 ${gateway}] a second transaction: success, and it is to be refunded`, async () => {
    const order = await asked();
    await tell(order);

    expect(await tell(order)).toBe(success);
    expect(await statusOf(shop, order)).toBe(2);
    expect(await dispositionsOf(order)).toEqual(['fulfilled', 'to_refund']);
  });

  it.each(['cancelled', 'expired'])(
    `[answer 5 ${gateway}] the order is %s: success, and it is to be refunded`,
    async (how) => {
      const order = await asked();
      if (how === 'cancelled') await order.shopper.post(`/order/${order.id}/cancel`);
      await shop.later(1801);
      await eventually(
        () => statusOf(shop, order),
        (status) => status === 7,
      );

      expect(await tell(order)).toBe(success);
      expect(await statusOf(shop, order)).toBe(7);
      expect(await dispositionsOf(order)).toEqual(['to_refund']);
      expect(await shop.stockOf(order.skuId)).toEqual({ stock: 10, reserved: 0, sold: 0 });
    },
  );

  it(`[answer 6 ${gateway}] another amount: success once it is disputed, the order untouched`, async () => {
    const order = await asked();

    expect(await tell(order, { fen: 1 })).toBe(success);
    expect(await statusOf(shop, order)).toBe(1);
    expect(await dispositionsOf(order)).toEqual(['disputed']);
    expect(await shop.stockOf(order.skuId)).toEqual({ stock: 8, reserved: 2, sold: 0 });
  });

  it(`[answer 7 ${gateway}] an unknown order: failure, and the notice is parked`, async () => {
    const [order, id] = [await asked(), transactionId()];
    const stranger = { ...order, orderNo: '26010108AB12CD34EF56' };

    expect(await tell(stranger, { transactionId: id })).toBe(failure);
    expect(await noticesOf(shop, id)).toMatchObject([{ outcome: 'parked' }]);
    expect(await statusOf(shop, order)).toBe(1);
  });

  it(`[answer 8 ${gateway}] no payment at all: success, and no effect`, async () => {
    const order = await asked();

    expect(await tell(order, { unpaid: true })).toBe(success);
    expect(await statusOf(shop, order)).toBe(1);
    expect(await moneyOf(shop, order)).toEqual([]);
  });

  it(`[answer 9 ${gateway}] the order stays locked: failure within five seconds, and no effect`, async () => {
    const order = await asked();
    const other = await shop.db.connect();
    await other.query('BEGIN');
    await other.query('SELECT FROM customer_order WHERE id = $1 FOR UPDATE', [order.id]);
    const begun = performance.now();

    const answer = await tell(order);
    const waited = performance.now() - begun;
    await other.query('ROLLBACK');
    other.release();

    expect(answer).toBe(failure);
    expect(waited).toBeLessThan(WECHAT_WAITS_MS);
  });
});
