import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { MiniProgramHost } from '../given/mini-program-host';
import { eventually, Shop } from '../given/shop';
import { paid, uploadOf, ZTO } from './bench';

const MANAGED = '/wxa/sec/order/is_trade_managed';
const UPLOAD = '/wxa/sec/order/upload_shipping_info';
const LOOK = '/wxa/sec/order/get_order';
const TRADE_EVENT = 'trade_manage_remind_access_api';

describe('a shop whose money', () => {
  let host: MiniProgramHost;
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    host = await MiniProgramHost.open();
    shop = await Shop.open({ WECHAT_API_URL: host.url });
    host.behind(shop.config);
    admin = await shop.admin();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(async () => {
    await shop.stop();
    await host.close();
  });

  it('WeChat does not keep uploads nothing, until WeChat says that it begins to', async () => {
    const order = await paid(shop);

    await admin.put('/order/delivery', { id: order.id });
    const silent = await uploadOf(shop, order, ({ tries }) => tries === 1);
    host.next(MANAGED, { errcode: 0, is_trade_managed: false }, { errcode: 0, is_trade_managed: true });
    await shop.later(61);
    const free = await uploadOf(shop, order, ({ state }) => state === 'not_managed');
    const before = host.askedOf(UPLOAD).length;
    await shop.simulator.post('/sim/push', { event: TRADE_EVENT, out_trade_no: order.no });
    const kept = await uploadOf(shop, order, ({ state }) => state === 'done');

    expect([silent.state, free.state, kept.state]).toEqual(['wanted', 'not_managed', 'done']);
    expect([before, host.askedOf(UPLOAD).length]).toEqual([0, 1]);
  });

  it('WeChat does not speak of is told all the same', async () => {
    await shop.later(86_401);
    admin = await shop.admin();
    const order = await paid(shop);
    host.next(
      MANAGED,
      { errcode: 48001, errmsg: 'api unauthorized' },
      { errcode: 0, is_trade_managed: true },
    );
    const from = host.askedOf(UPLOAD).length;

    await admin.put('/order/delivery', { id: order.id });
    await uploadOf(shop, order, ({ state }) => state === 'done');

    expect(host.askedOf(UPLOAD).length).toBe(from + 1);
  });

  it('was paid by another than the shopper asks WeChat for the payer', async () => {
    const order = await paid(shop);
    await shop.db.query('UPDATE money_transaction SET payer_id = NULL WHERE order_id = $1', [order.id]);
    const { rows } = await shop.db.query('SELECT transaction_id FROM money_transaction WHERE order_id = $1', [
      order.id,
    ]);
    const { transaction_id } = rows[0];
    const known = { transaction_id, merchant_trade_no: order.no, openid: 'oPayer', order_state: 1 };
    host.next(LOOK, { errcode: 0, order: known });

    await admin.post(`/admin/order/${order.id}/ship`, { parcels: [ZTO] });
    await uploadOf(shop, order, ({ state }) => state === 'done');

    expect(host.askedOf(UPLOAD).at(-1)!.body).toMatchObject({
      order_key: { order_number_type: 2, transaction_id },
      payer: { openid: 'oPayer' },
    });
  });

  it('is told later times only', async () => {
    const order = await paid(shop);
    host.next(UPLOAD, { errcode: 10060012, errmsg: 'busy' }, { errcode: 10060019, errmsg: 'busy' });
    const from = host.askedOf(UPLOAD).length;

    await admin.post(`/admin/order/${order.id}/ship`, { parcels: [ZTO] });
    for (const said of ['10060012', '10060019']) {
      await uploadOf(shop, order, ({ code }) => code === said);
      await shop.db.query(
        'UPDATE shipping_upload SET next_try_at = now() - make_interval(1) WHERE order_id = $1',
        [order.id],
      );
    }
    await eventually(
      async () => host.askedOf(UPLOAD).length - from,
      (asked) => asked === 3,
    );
    await uploadOf(shop, order, ({ state }) => state === 'done');

    const asked = host.askedOf(UPLOAD).slice(from);
    const times = asked.map(({ body }) => body.upload_time);
    expect(times).toEqual([...new Set(times)].toSorted());
    expect(new Set(asked.map(({ body: { upload_time: _time, ...said } }) => JSON.stringify(said))).size).toBe(
      1,
    );
  });
});
