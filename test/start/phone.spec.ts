import { lanAddress } from '@app/common';
import { beforeAll, afterAll, describe, expect, it, vi } from 'vitest';
import { Client } from '../given/client';
import { ADDRESS } from '../given/shop';
import { clearAway, MallProcess, ownPlace } from './mall-process';

// A whole start loads everything, on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Without a network there is no other device; CI has one. */
const address = lanAddress();
const hasNetwork = address !== undefined || process.env.REQUIRE_PARTS !== undefined;

describe.skipIf(!hasNetwork)('a phone in the network of a sandbox with HOST=0.0.0.0', () => {
  let place: Awaited<ReturnType<typeof ownPlace>>;
  const malls: MallProcess[] = [];
  beforeAll(async () => {
    place = await ownPlace();
    malls.push(await MallProcess.started({ ...place.settings, HOST: '0.0.0.0' }));
  });
  afterAll(() => clearAway(place, malls));

  it('looks, orders, pays on the cashier’s page and sees the order paid', async () => {
    const shop = `http://${address}:${place.settings.PORT}`;
    const wechat = `http://${address}:${place.settings.SIMULATOR_PORT}`;
    const visitor = new Client(`${shop}/api/v1`);

    const login = await visitor.post('/token/user', { code: 'user:ann:phone' });
    const ann = visitor.with(login.body.token);
    const { body: goods } = await ann.get('/product/recent');
    const picture = await fetch(goods[0].main_img_url);
    await ann.post('/address', ADDRESS);
    const { body: placed } = await ann.post('/order', { products: [{ product_id: goods[0].id, count: 1 }] });
    const { body: prepay } = await ann.post('/pay/pre_order', { id: placed.order_id });
    const cashier = await fetch(prepay.cashier_url);
    const page = await cashier.text();
    const paid = await fetch(`${wechat}/sim/pay`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: wechat },
      body: JSON.stringify({ prepay_id: prepay.package.replace('prepay_id=', '') }),
    });
    const { body: order } = await ann.get(`/order/${placed.order_id}`);

    expect(goods[0].main_img_url).toContain(shop);
    expect(picture.status).toBe(200);
    expect(prepay.cashier_url).toContain(`${wechat}/cashier/`);
    expect(page).toContain('<svg');
    expect(paid.status).toBe(200);
    expect(order.status).toBe(2);
  });

  it('is told the shop’s address by the banner, and reads docs that ask where they come from', async () => {
    const docs = await malls[0]!.get('/docs-json');
    const { servers } = (await docs.json()) as { servers: object[] };

    expect(malls[0]!.out).toContain(`http://${address}:${place.settings.PORT}/docs`);
    expect(servers).toEqual([{ url: '/' }]);
  });
});
