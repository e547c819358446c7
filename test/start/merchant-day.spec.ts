import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isBrowserMissing } from '../given/browser';
import { Client } from '../given/client';
import { ADDRESS } from '../given/shop';
import { Desk } from './desk';
import { clearAway, MallProcess, ownPlace } from './mall-process';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const SECRET = 'open sesame';

interface Listed {
  id: number;
  name: string;
  picture_id: number;
  skus: { id: number }[];
}

/** Step by step, each upon the one before: what a merchant does of a day, with Swagger UI as his only screen. */
describe.skipIf(isBrowserMissing)('a day of a merchant in Swagger UI', () => {
  let place: Awaited<ReturnType<typeof ownPlace>>;
  let desk: Desk;
  let orderId: number;
  let skuId: number;
  const malls: MallProcess[] = [];

  beforeAll(async () => {
    place = await ownPlace();
    malls.push(await MallProcess.started({ ...place.settings, ADMIN_SECRET: SECRET }));
    orderId = await paidOrder(place.url, place.settings.SIMULATOR_PORT!);
    desk = await Desk.open(place.url);
  });

  afterAll(async () => {
    await desk?.close();
    await clearAway(place, malls);
  });

  it('begins with sections in the order of his work', async () => {
    await desk.picture('1-sections');

    const names = await desk.page
      .locator('.opblock-tag')
      .evaluateAll((tags) => tags.map((tag) => tag.getAttribute('data-tag') ?? ''));
    expect(names.slice(0, 5)).toEqual([
      '登录 Log in',
      '今日 The day',
      '订单 Orders',
      '发货 Shipping',
      '售后 After-sale',
    ]);
    expect(names.at(-1)).toBe('监控 Machines');
    expect(await overflowOf(desk)).toBe(0);
  });

  it('logs in by one step, and stays so', async () => {
    const { block, response } = await desk.execute('POST /api/v1/token/app', {
      body: { ac: 'admin', se: SECRET },
    });
    await desk.picture('2-login', block);
    await desk.reload();
    const me = await desk.execute('GET /api/v1/admin/me');

    expect(response.status()).toBe(200);
    expect(await me.response.json()).toMatchObject({ account: 'admin', role: 'owner' });
  });

  it('changes a price', async () => {
    const list = await desk.execute('GET /api/v1/admin/product', { parameters: { on_sale: 'true' } });
    const { data } = (await list.response.json()) as { data: Listed[] };
    const { id, name, picture_id, skus } = data.find((product) => product.skus.length === 1)!;
    skuId = skus[0]!.id;

    const { block, response } = await desk.execute('PUT /api/v1/admin/product/{id}', {
      parameters: { id: String(id) },
      body: { name, picture_id, price: '88.80' },
    });
    await desk.picture('3-price', block);
    const after = await desk.execute('GET /api/v1/admin/product/{id}', { parameters: { id: String(id) } });

    expect(response.status()).toBe(200);
    expect((await after.response.json()).skus).toMatchObject([{ id: skuId, price: '88.80' }]);
  });

  it('takes in stock', async () => {
    const { block, response } = await desk.execute('POST /api/v1/admin/sku/{id}/stock', {
      parameters: { id: String(skuId) },
      body: { kind: 'IN', count: 12, reason: '到货' },
    });
    await desk.picture('4-stock', block);

    expect(response.status()).toBe(201);
  });

  it('finds the order that was paid', async () => {
    const { block, response } = await desk.execute('GET /api/v1/admin/order', {
      parameters: { status: '2' },
    });
    await desk.picture('5-orders', block);

    expect((await response.json()).data).toMatchObject([{ id: orderId, status: 2 }]);
  });

  it.each([
    ['/api/v1/admin/order.csv', 'orders.csv', '龙井路1号'],
    ['/api/v1/admin/product.csv', 'products.csv', '规格ID'],
    ['/api/v1/admin/stock.csv', 'stock.csv', '变动数量'],
  ])(
    'saves %s as the shop sends it, with the mark by which Excel knows Chinese',
    async (route, name, text) => {
      const executed = await desk.execute(`GET ${route}`);
      const file = await desk.save(executed);
      const { token = '' } = executed.response.request().headers();
      const sent = await fetch(`${place.url}${route}`, { headers: { token } });

      expect(file.name).toBe(name);
      expect(file.bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
      expect(file.bytes.equals(Buffer.from(await sent.arrayBuffer()))).toBe(true);
      expect(file.bytes.toString()).toContain(text);
    },
  );

  it('ships it', async () => {
    const { block, response } = await desk.execute('POST /api/v1/admin/order/{id}/ship', {
      parameters: { id: String(orderId) },
      body: { parcels: [{ carrier: 'ZTO', tracking_no: '73100001' }] },
    });
    await desk.picture('6-ship', block);

    expect(response.status()).toBe(201);
  });

  it('refunds one line of it', async () => {
    const order = await desk.execute('GET /api/v1/order/{id}', { parameters: { id: String(orderId) } });
    const [line] = (await order.response.json()).snap_items;
    const refunded = await desk.execute('POST /api/v1/admin/order/{id}/refund', {
      parameters: { id: String(orderId) },
      body: { lines: [{ sku_id: line.sku_id, count: 1 }], reason: '少发一件' },
    });
    await desk.picture('7-refund', refunded.block);
    const list = await desk.execute('GET /api/v1/admin/refund', {
      parameters: { order_id: String(orderId) },
    });
    await desk.picture('8-refunds', list.block);

    expect(refunded.response.status()).toBe(201);
    expect((await list.response.json()).data).toMatchObject([{ order_id: orderId, amount: line.price }]);
    expect((await order.response.json()).status).toBe(3);
  });

  it('looks at the picture of the day', async () => {
    const date = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
    const { block, response } = await desk.execute('GET /api/v1/admin/summary.svg', { parameters: { date } });
    await block.locator('.live-responses-table img').waitFor();
    await desk.picture('9-summary', block);

    expect(response.headers()['content-type']).toContain('image/svg+xml');
    expect(await response.text()).toContain('经营日报');
  });

  it('ends with a logout, after which nothing opens', async () => {
    const { response } = await desk.execute('DELETE /api/v1/token');
    const after = await desk.execute('GET /api/v1/admin/me');
    await desk.picture('10-logged-out', after.block);

    expect(response.status()).toBe(204);
    expect(after.response.status()).toBe(401);
    expect(after.response.request().headers().token).toBeUndefined();
    expect(desk.complaints).toEqual([]);
  });
});

/** Of two pieces in one size of a product; answers its id. */
async function paidOrder(url: string, simulatorPort: string): Promise<number> {
  const visitor = new Client(`${url}/api/v1`);
  const { body: login } = await visitor.post('/token/user', { code: 'user:ann:1' });
  const ann = visitor.with(login.token);
  await ann.post('/address', ADDRESS);
  const products = [{ ...(await sizeOf(visitor)), count: 2 }];
  const { body: order } = await ann.post('/order', { products });
  const { body: prepay } = await ann.post('/pay/pre_order', { id: order.order_id });
  const simulator = new Client(`http://127.0.0.1:${simulatorPort}`);
  await simulator.post('/sim/pay', { prepay_id: prepay.package.replace('prepay_id=', '') });
  return order.order_id;
}

async function sizeOf(visitor: Client): Promise<{ product_id: number; sku_id: number }> {
  for (const { id } of (await visitor.get('/product/recent')).body) {
    const { skus } = (await visitor.get(`/product/${id}`)).body;
    if (skus) return { product_id: id, sku_id: skus[0].id };
  }
  throw new Error('the seeded shop has no product of several sizes');
}

async function overflowOf({ page }: Desk): Promise<number> {
  const widths = await page
    .locator('html')
    .evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
  return widths[0]! - widths[1]!;
}
