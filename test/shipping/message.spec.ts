import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { eventually, Shop } from '../given/shop';
import { paid, type Paid, ZTO } from './bench';

describe('the message of a shipment', () => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open();
    admin = await shop.admin();
    await admin.get('/admin/carrier');
  });
  afterEach(async () => {
    await shop.simulator.post('/sim/fault', { endpoint: 'subscribeSend', kind: 'none', times: 0 });
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  const ship = ({ id }: Paid) => admin.post(`/admin/order/${id}/ship`, { parcels: [ZTO] });

  /** A tap, of which the shop has heard: the clock brings what is due. */
  async function tap({ name }: Paid, wish: object = {}): Promise<void> {
    await shop.simulator.post('/sim/subscribe', { name, ...wish });
    await shop.later(1);
  }

  async function messagesTo({ name }: { name: string }) {
    const { body } = await shop.simulator.get(`/sim/phone-messages?name=${name}`);
    return body.messages;
  }

  /** The try is over, whatever came of it. */
  async function tried({ id }: Paid, tries = 1, isOver = true): Promise<void> {
    const look = async () => {
      const { rows } = await shop.db.query(
        'SELECT message_tries AS tries, next_message_at AS next FROM shipping_upload WHERE order_id = $1',
        [id],
      );
      return rows[0];
    };
    await eventually(look, (seen) => seen.tries === tries && (seen.next === null) === isOver);
  }

  async function remaining({ id }: Paid): Promise<number | undefined> {
    const { rows } = await shop.db.query(
      `SELECT s.remaining FROM subscription s JOIN customer_order o USING (shopper_id) WHERE o.id = $1`,
      [id],
    );
    return rows[0]?.remaining;
  }

  it('comes once for each tap on "allow", with what the shopper wants to know', async () => {
    const order = await paid(shop, { young: true });
    await tap(order);

    await ship(order);
    await tried(order);

    expect(await messagesTo(order)).toMatchObject([
      {
        template_id: shop.config.WECHAT_TEMPLATE_SHIPPED,
        data: {
          thing1: '梨',
          character_string2: order.no,
          phrase3: '中通快递',
          character_string4: '7300001',
          time5: expect.stringMatching(/^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/),
        },
      },
    ]);
    expect(await remaining(order)).toBe(0);
  });

  it('does not come without a tap, after a no, or for a second order on one tap', async () => {
    const [silent, denied, twice] = [
      await paid(shop, { young: true }),
      await paid(shop, { young: true }),
      await paid(shop, { young: true }),
    ];
    await tap(denied);
    await tap(denied, { deny: true });
    await tap(twice);
    const again = await ordersOnceMore(twice);

    for (const order of [silent, denied, twice]) await ship(order);
    for (const order of [silent, denied, twice]) await tried(order);
    await ship(again);
    await tried(again);

    expect(await messagesTo(silent)).toEqual([]);
    expect(await messagesTo(denied)).toEqual([]);
    expect(await messagesTo(twice)).toHaveLength(1);
  });

  async function ordersOnceMore({ shopper, pear, name }: Paid): Promise<Paid> {
    const products = [{ product_id: pear.id, count: 1 }];
    const { body: placed } = await shopper.post('/order', { products });
    await shop.pay((await shopper.post('/pay/pre_order', { id: placed.order_id })).body);
    return { id: placed.order_id, no: placed.order_no, name, shopper, pear };
  }

  it('is not counted twice when the tap is pushed again', async () => {
    const order = await paid(shop, { young: true });
    await tap(order);
    await shop.simulator.post('/sim/push', { forge: 'replay', copies: 4 });

    expect(await remaining(order)).toBe(1);
  });

  it('is tried again where WeChat does not answer, and keeps no shipment waiting', async () => {
    const order = await paid(shop, { young: true });
    await tap(order);
    await shop.simulator.post('/sim/fault', { endpoint: 'subscribeSend', kind: 'http503', times: 1 });

    const shipped = await ship(order);
    await tried(order, 1, false);
    const meanwhile = await messagesTo(order);
    await shop.later(61);
    await tried(order, 2);

    expect(shipped.status).toBe(201);
    expect(meanwhile).toEqual([]);
    expect(await messagesTo(order)).toHaveLength(1);
  });

  it('is given up after a few tries, and at once where WeChat knows of no tap', async () => {
    const [unlucky, forgotten] = [await paid(shop, { young: true }), await paid(shop, { young: true })];
    await tap(unlucky);
    await shop.simulator.post('/sim/push', { event: 'subscribe_msg_popup_event', name: forgotten.name });
    await shop.simulator.post('/sim/fault', { endpoint: 'subscribeSend', kind: 'http503', times: 2 });
    await ship(unlucky);
    await tried(unlucky, 1, false);
    await shop.db.query(
      `UPDATE shipping_upload SET message_tries = 4, next_message_at = now() - make_interval(1) WHERE order_id = $1`,
      [unlucky.id],
    );
    await tried(unlucky, 5);

    await ship(forgotten);
    await tried(forgotten);

    expect(await messagesTo(unlucky)).toEqual([]);
    expect(await messagesTo(forgotten)).toEqual([]);
    expect(await remaining(forgotten)).toBe(0);
  });

  it('comes from no shop that has no template', async () => {
    const order = await paid(shop, { young: true });
    await tap(order);
    await shop.reopen({ WECHAT_TEMPLATE_SHIPPED: undefined });

    const shipped = await ship(order);

    const { rows } = await shop.db.query('SELECT next_message_at FROM shipping_upload WHERE order_id = $1', [
      order.id,
    ]);
    expect([shipped.status, rows]).toEqual([201, [{ next_message_at: null }]]);
  });
});
