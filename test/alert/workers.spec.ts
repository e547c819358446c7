import type { AppConfig } from '@app/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMall } from '../../apps/mall/src/create-mall';
import { freePort } from '../given/free-port';
import { eventually, Shop } from '../given/shop';
import { paid } from '../payment/paid';
import { nextMorning } from '../reconciliation/accounts';
import { Robot } from './robot';

const DAY = 24 * 3600;

const robot = new Robot();
let shop: Shop;
let second: NestFastifyApplication;

beforeAll(async () => {
  shop = await Shop.open({ ALERT_WEBHOOK_URL: await robot.open(), TOKEN_TTL_SECONDS: '999999999' });
  const worker: Partial<AppConfig> = { ROLE: 'worker' };
  second = await createMall(Object.assign(Object.create(shop.config) as AppConfig, worker));
  await second.listen(await freePort(), '127.0.0.1');
});
afterAll(async () => {
  await second.close();
  await shop.stop();
  await robot.close();
});

/** The keys of all messages, once an order that was paid after them has been told of, and all that was raised. */
async function told(): Promise<string[]> {
  const before = await robot.of('orders_paid');
  await paid(shop);
  await shop.later(76);
  await robot.of('orders_paid', before.length + 1);
  await eventually(
    () => shop.db.query('SELECT FROM alert WHERE delivered_at IS NULL'),
    (waiting) => waiting.rowCount === 0,
  );
  return robot.heard.map(({ key }) => key);
}

it('two workers tell of everything once', async () => {
  const admin = await shop.admin();
  for (let n = 0; n < 5; n += 1) {
    const order = await paid(shop);
    await admin.put('/order/delivery', { id: order.id });
    await order.shopper.post(`/order/${order.id}/after-sale`, { kind: 'refund_only', reason: '不合适' });
  }
  await shop.later(16);
  await robot.of('orders_paid');

  const keys = await told();

  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.filter((key) => key.startsWith('after_sale:'))).toHaveLength(5);
});

it('the digest comes once a day, with yesterday’s sums', async () => {
  await nextMorning(shop);
  const [first] = await robot.of('digest');
  await shop.later(DAY);
  await robot.of('digest', 2);

  const keys = (await told()).filter((key) => key.startsWith('digest:'));

  expect(new Set(keys).size).toBe(2);
  expect(keys).toHaveLength(2);
  expect(first!.words).toContain('付款 6 单，239.88 元；退款 0 笔，0.00 元\n发货 5 单，待发货 1 单');
});

it('without a robot nothing is sent, and everything is listed', async () => {
  await second.close();
  await shop.reopen({ ALERT_WEBHOOK_URL: undefined });
  const before = robot.heard.length;
  const admin = await shop.admin();
  const order = await paid(shop);
  await admin.put('/order/delivery', { id: order.id });
  await order.shopper.post(`/order/${order.id}/after-sale`, { kind: 'refund_only', reason: '不合适' });
  await shop.later(61);

  const { body } = await eventually(
    () => admin.get('/admin/alert?size=2'),
    (seen) => seen.body.data[0].kind === 'orders_paid',
  );
  const { rows } = await shop.db.query('SELECT FROM graphile_worker._private_jobs');

  expect(body.data).toMatchObject([
    { kind: 'orders_paid', deliver_time: null },
    { kind: 'after_sale', deliver_time: null },
  ]);
  expect(rows).toEqual([]);
  expect(robot.heard).toHaveLength(before);
});
