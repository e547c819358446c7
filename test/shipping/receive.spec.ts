import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { Shop } from '../given/shop';
import { becomes, OK, paid, shipped, statusOf, timelineOf, YTO, ZTO } from './bench';

const DAY = 86_400;

describe('an order is received', () => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open();
    admin = await shop.admin();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  it('when its shopper says so, however often he does', async () => {
    const order = await paid(shop);
    await admin.put('/order/delivery', { id: order.id });

    const answers = await Promise.all([1, 2, 3].map(() => order.shopper.post(`/order/${order.id}/received`)));

    expect(answers.map(({ status, body }) => [status, body])).toEqual(answers.map(() => [201, OK]));
    expect(await statusOf(order)).toBe(6);
    expect((await timelineOf(admin, order)).filter((event) => event.startsWith('receive'))).toHaveLength(1);
  });

  it('by nobody else, and not before it left', async () => {
    const order = await paid(shop);
    const eve = await shop.shopper('eve');

    const [early, unknown] = [
      await order.shopper.post(`/order/${order.id}/received`),
      await eve.post('/order/2000000000/received'),
    ];
    await admin.put('/order/delivery', { id: order.id });
    const [anothers, admins] = [
      await eve.post(`/order/${order.id}/received`),
      await admin.post(`/order/${order.id}/received`),
    ];

    expect(early).toMatchObject({ status: 409, body: { error_code: 90006 } });
    expect([anothers.status, anothers.body.msg]).toEqual([404, unknown.body.msg]);
    expect(admins.status).toBe(403);
    expect(await statusOf(order)).toBe(3);
  });

  it('when WeChat pushes that it was, also twice at once', async () => {
    const order = await shipped(shop, admin);
    const before = await statusOf(order);

    await shop.simulator.post('/sim/receive', { out_trade_no: order.no });
    const { body } = await shop.simulator.post('/sim/push', {
      event: 'trade_manage_order_settlement',
      out_trade_no: order.no,
      copies: 5,
    });

    expect(before).toBe(3);
    expect(body.pushed.map(({ status }: { status: number }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await statusOf(order)).toBe(6);
    expect(await timelineOf(admin, order)).toContain('receive wechat');
  });

  it('not by a push that is forged, nor by one that tells of no receipt', async () => {
    const [order, other] = [await shipped(shop, admin), await paid(shop)];

    const about = { event: 'trade_manage_order_settlement', out_trade_no: order.no };
    await shop.simulator.post('/sim/push', { ...about, forge: 'badSignature' });
    await shop.simulator.post('/sim/push', about);
    await shop.simulator.post('/sim/push', { ...about, out_trade_no: other.no });

    expect([await statusOf(order), await statusOf(other)]).toEqual([3, 2]);
  });

  it('when the time is over, counted from the last parcel', async () => {
    const [whole, parts] = [await paid(shop), await paid(shop)];
    await admin.put('/order/delivery', { id: whole.id });
    await admin.post(`/admin/order/${parts.id}/ship`, { parcels: [ZTO], is_last: false });

    await shop.later(10 * DAY - 60);
    const [before, buyers] = [await storedStatus(whole.id), await storedStatus(parts.id)];
    await shop.later(61);
    admin = await shop.admin();
    const received = await becomes({ ...whole, shopper: admin }, 6);
    const waiting = await storedStatus(parts.id);
    await admin.post(`/admin/order/${parts.id}/ship`, { parcels: [YTO] });
    await shop.later(10 * DAY + 1);
    admin = await shop.admin();

    expect([before, buyers, received, waiting]).toEqual([3, 3, 6, 3]);
    expect(await becomes({ ...parts, shopper: admin }, 6)).toBe(6);
    expect(await timelineOf(admin, parts)).toContain('receive system');
  });

  async function storedStatus(id: number): Promise<number> {
    const { rows } = await shop.db.query('SELECT status FROM customer_order WHERE id = $1', [id]);
    return rows[0].status;
  }
});
