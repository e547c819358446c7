import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { eventually, Shop } from '../given/shop';
import { due, statusOf, V2, type Due } from '../notify/webhook';

/** One call's tries, all of them. */
const TRIES = 3;

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open(V2);
});
afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});
afterAll(() => shop.stop());

const spoil = (endpoint: string, kind: string, times: number) =>
  shop.simulator.post('/sim/fault', { endpoint, kind, times });

/** Every plan is answered with all plans. */
async function stillPlanned(): Promise<object[]> {
  return (await spoil('downloadbill', 'none', 0)).body.faults;
}

async function stateAtWeChat({ orderNo }: Due): Promise<string> {
  const { body } = await shop.simulator.get('/sim/books');
  return body.orders.find((row: { out_trade_no: string }) => row.out_trade_no === orderNo).trade_state;
}

it('[F24] a close whose answer was lost is asked for again, and ORDERCLOSED is done', async () => {
  const order = await due(shop, { stock: 10, count: 2 });
  await spoil('closeorder', 'lostAnswer', TRIES);
  await order.shopper.post(`/order/${order.id}/cancel`);

  await shop.later(301);
  const atWeChat = await eventually(
    () => stateAtWeChat(order),
    (state) => state === 'CLOSED',
  );
  const status = await eventually(
    async () => {
      await shop.later(31);
      return statusOf(shop, order);
    },
    (seen) => seen === 7,
  );

  expect([atWeChat, status]).toEqual(['CLOSED', 7]);
  expect(await shop.stockOf(order.skuId)).toEqual({ stock: 10, reserved: 0, sold: 0 });
});

it('[F24] a close that meets a payment, made after the query, settles it instead', async () => {
  const order = await due(shop, { stock: 10, count: 2 });
  await order.shopper.post(`/order/${order.id}/cancel`);
  await spoil('orderquery', 'slow', 1);
  await shop.later(301);
  // Used up: WeChat has said NOTPAY, and the shop hears it in three seconds.
  const planned = await eventually(stillPlanned, (faults) => faults.length === 0);

  await shop.pay(order.prepay, { lost: true });
  const status = await eventually(
    () => statusOf(shop, order),
    (seen) => seen === 2,
  );

  expect(planned).toEqual([]);
  expect(status).toBe(2);
  expect(await shop.stockOf(order.skuId)).toEqual({ stock: 8, reserved: 0, sold: 2 });
});
