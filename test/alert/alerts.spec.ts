import { ALERT_KINDS } from '@app/alert';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { backupFolder, removeBackups } from '../backup/copies';
import type { Client } from '../given/client';
import { ADDRESS, eventually, nonce, Shop } from '../given/shop';
import { paid } from '../payment/paid';
import { inTime } from '../reconciliation/accounts';
import { paid as paidOf, uploadOf } from '../shipping/bench';
import { Robot } from './robot';

const HOUR = 3600;
const DAY = 24 * HOUR;

const robot = new Robot();
const above = backupFolder();
const folder = path.join(above, 'nights');
let shop: Shop;
let admin: Client;

beforeAll(async () => {
  writeFileSync(folder, '');
  shop = await Shop.open({
    ALERT_WEBHOOK_URL: await robot.open(),
    BACKUP_DIR: folder,
    STOCK_POLICY: 'on_payment',
    TOKEN_TTL_SECONDS: '999999999',
    ORDER_TTL_SECONDS: '999999',
  });
  admin = await shop.admin();
});
afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});
afterAll(async () => {
  await shop.stop();
  await robot.close();
  removeBackups(above);
});

const casesTold = () => robot.heard.filter(({ key }) => key.startsWith('case_open:'));

const heldPayments = async () => {
  const { rowCount } = await shop.db.query(
    `SELECT FROM money_transaction t WHERE t.disposition = 'held'
        AND NOT EXISTS (SELECT FROM refund r WHERE r.money_transaction_id = t.id)`,
  );
  return rowCount;
};

/** The job is tried again now, and not when its back-off is over. */
const tryAgain = () =>
  shop.db.query('UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL');

it('a backup that failed is told of once a day, by the robot and in the list', async () => {
  const [told] = await robot.of('backup_failed');
  rmSync(folder);

  const { body } = await admin.get('/admin/alert');

  expect(told!.path).toBe('/cgi-bin/webhook/send?key=secret-of-the-robot');
  expect(told!.body).toEqual({ msgtype: 'text', text: { content: told!.words } });
  expect(told!.words).toMatch(/^【小铺 minimall】夜间备份失败/);
  expect(body).toMatchObject({ next: null, data: [{ kind: 'backup_failed', key: told!.key }] });
  await eventually(
    async () => (await admin.get('/admin/alert')).body.data[0].deliver_time,
    (time) => time !== null,
  );
});

it('an order that has to leave within a day is told of once, and not where its money goes back', async () => {
  const [order, refunded] = [await paid(shop), await paid(shop)];
  await shop.simulator.post('/sim/funds', { enough: false });
  await admin.post(`/admin/order/${refunded.id}/refund`);
  await shop.later(16);
  await robot.of('orders_paid');
  await shop.later(23 * HOUR);
  const early = robot.heard.filter(({ key }) => key.startsWith('ship_deadline:'));
  await shop.later(HOUR + 1);
  await robot.of('ship_deadline');
  await admin.put('/order/delivery', { id: order.id });
  await shop.later(HOUR);

  const told = await robot.of('ship_deadline');

  expect(early).toEqual([]);
  expect(told).toHaveLength(1);
  expect(told[0]!.words).toContain(`1 个订单离发货期限不到 24 小时：${order.no}。`);
  expect((await admin.get(`/order/${refunded.id}`)).body.status).toBe(2);
  await shop.simulator.post('/sim/funds', { enough: true });
});

it('paid orders are told of together, once a minute', async () => {
  await shop.later(61);
  for (let n = 0; n < 3; n += 1) await paid(shop);
  await shop.later(16);
  const [, first] = await robot.of('orders_paid', 2);
  await paid(shop, { count: 1 });
  await shop.later(16);
  const within = await robot.of('orders_paid', 2);
  await shop.later(60);

  const [, , second] = await robot.of('orders_paid', 3);

  expect(first!.words).toContain('新付款 3 单，共 119.94 元');
  expect(within).toHaveLength(2);
  expect(second!.words).toContain('新付款 1 单，共 19.99 元');
});

it('an order that was paid and is short is told of with its number', async () => {
  const pear = await shop.product({ stock: 1 });
  const [ann, bob] = [await shop.shopper(`buyer-${nonce()}`), await shop.shopper(`buyer-${nonce()}`)];
  const orders = await Promise.all(
    [ann, bob].map(async (shopper) => {
      const { body: placed } = await shopper.post('/order', {
        products: [{ product_id: pear.id, count: 1 }],
      });
      const { body: prepay } = await shopper.post('/pay/pre_order', { id: placed.order_id });
      return { no: placed.order_no as string, prepay };
    }),
  );
  for (const { prepay } of orders) await shop.pay(prepay);
  await shop.later(61);

  const [told] = await robot.of('short_stock');

  expect(told!.words).toContain(`1 个订单已付款但缺货：${orders[1]!.no}。`);
  expect(told!.words).toContain('60 分钟内');
});

it('a request after a sale is told of, with its order’s number and not its reason', async () => {
  const order = await paid(shop);
  await admin.put('/order/delivery', { id: order.id });
  await order.shopper.post(`/order/${order.id}/after-sale`, { kind: 'refund_only', reason: '我住在龙井路' });

  const [told] = await robot.of('after_sale');

  expect(told!.words).toContain(`订单 ${order.no} 申请售后`);
});

it('money of a wrong amount and a stuck refund are told of as cases, each once', async () => {
  const stuck = await paid(shop);
  const { body: placed } = await stuck.shopper.post('/order', {
    products: [{ product_id: stuck.pear.id, count: 1 }],
  });
  const { body: prepay } = await stuck.shopper.post('/pay/pre_order', { id: placed.order_id });
  await shop.pay(prepay, { total_fee: 100 });
  await shop.simulator.post('/sim/refund', { becomes: 'ABNORMAL', times: 1 });
  await admin.post(`/admin/order/${stuck.id}/refund`);

  await inTime(
    shop,
    async () => casesTold(),
    (seen) => seen.length >= 2,
  );
  await shop.later(61);
  await shop.later(61);

  const disputed = casesTold().filter(({ words }) => words.includes('money_disputed'));
  const abnormal = casesTold().filter(({ words }) => words.includes('refund_abnormal'));
  expect(disputed).toHaveLength(1);
  expect(disputed[0]!.words).toContain(`订单 ID ${placed.order_id}，实付 1.00 元，应付 19.99 元`);
  expect(abnormal).toHaveLength(1);
  expect(abnormal[0]!.words).toContain(`${stuck.no}R1，订单 ID ${stuck.id}，金额 39.98 元`);
});

it('a shipment that WeChat refuses is told of with its code', async () => {
  const order = await paidOf(shop);
  await shop.db.query(
    `UPDATE customer_order SET address_snapshot = address_snapshot - 'mobile' WHERE id = $1`,
    [order.id],
  );
  await admin.post(`/admin/order/${order.id}/ship`, { parcels: [{ carrier: 'SF', tracking_no: '1' }] });
  await uploadOf(shop, order, ({ state }) => state === 'person');

  const [told] = await robot.of('upload_person');

  expect(told!.words).toContain(`订单 ${order.no} 的发货信息被微信拒绝（10060014）`);
});

it('a robot that fails is told again, under the same key, until it takes it', async () => {
  const order = await paid(shop);
  await admin.put('/order/delivery', { id: order.id });
  robot.sulk(order.no, [
    (answer) => answer.end(JSON.stringify({ errcode: 45009, errmsg: 'api freq out of limit' })),
    (answer) => answer.writeHead(302, { location: '/cgi-bin/webhook/send?key=elsewhere' }).end(),
    (answer) => answer.destroy(),
  ]);
  await order.shopper.post(`/order/${order.id}/after-sale`, { kind: 'refund_only', reason: '不合适' });
  const mine = async () => robot.heard.filter(({ words }) => words.includes(order.no));
  await eventually(
    async () => (await tryAgain(), mine()),
    (seen) => seen.length === 4,
  );
  const { rows } = await eventually(
    () => shop.db.query('SELECT last_error FROM graphile_worker._private_jobs'),
    (seen) => seen.rowCount === 0,
  );

  expect(new Set((await mine()).map(({ key }) => key)).size).toBe(1);
  expect(rows).toEqual([]);
  expect(robot.heard.every(({ path: where }) => !where.includes('elsewhere'))).toBe(true);
});

it('a certificate that ends within a month is told of each day', async () => {
  // After a year WeChat gives nothing back any more: what is held for want of goods goes back before.
  await shop.later(HOUR);
  await inTime(shop, heldPayments, (held) => held === 0);
  await shop.later(5 * 365 * DAY - 20 * DAY);
  const [today] = await robot.of('certificate');
  await shop.later(DAY);

  const told = await robot.of('certificate', 4);

  expect(today!.words).toMatch(/证书 [0-9A-F]{40} 将在 1\d 天后过期/);
  expect(new Set(told.map(({ key }) => key)).size).toBe(told.length);
});

it('no message holds a word of a person', async () => {
  const { rows } = await shop.db.query<{ openid: string }>('SELECT openid FROM shopper');
  const people = [...rows.map(({ openid }) => openid), ADDRESS.mobile, '龙井路', '浙江'];

  const told = robot.heard.filter(({ words }) => people.some((word) => words.includes(word)));

  expect(rows.length).toBeGreaterThan(5);
  expect(told.map(({ words }) => words)).toEqual([]);
  expect(new Set(robot.heard.map(({ key }) => key.split(':')[0]))).toEqual(new Set(ALERT_KINDS));
});
