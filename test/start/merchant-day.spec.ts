import { runningClusterUrl } from '@app/database';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isBrowserMissing } from '../given/browser';
import { Client } from '../given/client';
import { png } from '../given/pictures';
import { ADDRESS } from '../given/shop';
import { Desk } from './desk';
import { clearAway, MallProcess, ownPlace } from './mall-process';
import { changesBetween, shopRows, type ShopRows } from './shop-rows';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const SECRET = 'open sesame';
const BOM = 'efbbbf';

interface Listed {
  id: number;
  skus: { id: number }[];
}

/**
 * Step by step, each upon the one before: what a merchant's assistant does of a day, with Swagger UI as the only screen
 * and its first page as the only help. After each step the database is compared with what it was before.
 */
describe.skipIf(isBrowserMissing)('a day of a merchant in Swagger UI', () => {
  let place: Awaited<ReturnType<typeof ownPlace>>;
  let desk: Desk;
  let before: ShopRows;
  /** Two pieces in one size of a product each: one to ship, one to ask money back for. */
  let orders: number[];
  let ann: Client;
  /** The size that both orders have. */
  let sizeId: number;
  let product: { id: number; skuId: number };
  const malls: MallProcess[] = [];

  beforeAll(async () => {
    place = await ownPlace();
    malls.push(await MallProcess.started({ ...place.settings, ADMIN_SECRET: SECRET }));
    ann = await shopperOf(place.url);
    orders = [
      await paidOrder(ann, place.settings.SIMULATOR_PORT!),
      await paidOrder(ann, place.settings.SIMULATOR_PORT!),
    ];
    desk = await Desk.open(place.url);
    before = await rows();
  });

  afterAll(async () => {
    await desk?.close();
    await clearAway(place, malls);
  });

  const rows = () => shopRows(runningClusterUrl(place.dataDir)!);

  /** Since the last time that it was asked. */
  async function changed(): Promise<string[]> {
    const now = await rows();
    const changes = changesBetween(before, now);
    before = now;
    return changes;
  }

  it('begins with sections in the order of the work', async () => {
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
    expect(await desk.page.locator('html').getAttribute('lang')).toBe('zh-CN');
  });

  it('says in Chinese what is wrong with a body', async () => {
    const { response } = await desk.follow('POST /api/v1/token/app', {
      body: '{\n  "ac": "admin"，\n  "se": "x"\n}',
    });

    expect(response.status()).toBe(400);
    expect((await response.json()).msg).toBe('请求内容不是合法的JSON：第2行有“，”，请换成英文的“,”');
  });

  it('logs in by one step, and stays so', async () => {
    const { block, response } = await desk.follow('POST /api/v1/token/app', {
      body: { ac: 'admin', se: SECRET },
    });
    await desk.picture('2-login', block);
    await desk.reload();
    const me = await desk.execute('GET /api/v1/admin/me');

    expect(response.status()).toBe(200);
    expect(await me.response.json()).toMatchObject({ account: 'admin', role: 'owner' });
    expect(await changed()).toEqual([]);
  });

  it('finds a form by what it does', async () => {
    const { page } = desk;
    await page.fill('.operation-filter-input', '改价');
    await page.locator('[data-path="/api/v1/admin/sku/{id}"]').waitFor();
    const found = await page.locator('.opblock-summary').allTextContents();
    await page.fill('.operation-filter-input', '');

    expect(found.length).toBeLessThan(8);
    expect(found.join()).toContain('/api/v1/admin/order/{id}/replace');
  });

  it('asks for the id of what is to be changed, and changes nothing until it has one', async () => {
    const block = await desk.open('PUT /api/v1/admin/sku/{id}');
    await block.locator('button.execute').click();

    expect(await block.locator('.validation-errors').textContent()).toContain('请先填写 id');
    expect(await block.locator('button.execute').textContent()).toContain('执行');
    expect(await changed()).toEqual([]);
  });

  it('changes one price by the example as it stands', async () => {
    const list = await desk.follow('GET /api/v1/admin/product');
    const { data } = (await list.response.json()) as { data: Listed[] };
    const skuId = data.find(({ skus }) => skus.length === 1)!.skus[0]!.id;

    const { block, response } = await desk.follow('PUT /api/v1/admin/sku/{id}', {
      parameters: { id: String(skuId) },
    });
    await desk.picture('3-price', block);

    expect(response.status()).toBe(200);
    expect(await changed()).toEqual([`sku ${skuId}: price_fen`]);
  });

  it('makes a product with a picture', async () => {
    const uploaded = await desk.follow('POST /api/v1/admin/picture', {
      file: { name: '杯.png', mimeType: 'image/png', buffer: png(7, 5) },
    });
    const { id: picture_id } = await uploaded.response.json();
    const wish = { name: '粗陶茶杯', picture_id, skus: [{ price: '49.50' }] };
    const made = await desk.follow('POST /api/v1/admin/product', { body: wish });
    await desk.picture('4-product', made.block);
    const { id } = await made.response.json();
    const { response } = await desk.execute('GET /api/v1/admin/product/{id}', {
      parameters: { id: String(id) },
    });
    product = { id, skuId: (await response.json()).skus[0].id };

    expect([uploaded.response.status(), made.response.status()]).toEqual([201, 201]);
    expect(await changed()).toEqual([
      `picture ${picture_id}: new`,
      `product ${product.id}: new`,
      `sku ${product.skuId}: new`,
      `sku_stock ${product.skuId}: new`,
    ]);
  });

  it('takes in stock, and puts it on sale', async () => {
    const { block, response } = await desk.follow('POST /api/v1/admin/sku/{id}/stock', {
      parameters: { id: String(product.skuId) },
    });
    await desk.picture('5-stock', block);
    const shown = await desk.follow('POST /api/v1/admin/product/{id}/on_sale', {
      parameters: { id: String(product.id) },
    });

    expect([response.status(), shown.response.status()]).toEqual([201, 201]);
    expect(await changed()).toEqual([
      `product ${product.id}: on_sale`,
      `sku_stock ${product.skuId}: stock`,
      `sku_stock ${product.skuId}: stocked`,
    ]);
  });

  it('finds the orders that were paid', async () => {
    const { block, response } = await desk.follow('GET /api/v1/admin/order', { parameters: { status: '2' } });
    await desk.picture('6-orders', block);

    expect((await response.json()).data).toMatchObject([
      { id: orders[1], status: 2 },
      { id: orders[0], status: 2 },
    ]);
    expect(await changed()).toEqual([]);
  });

  it('refunds one line of one', async () => {
    const id = String(orders[0]);
    const file = await desk.follow('GET /api/v1/admin/order/{id}', { parameters: { id } });
    const [line] = (await file.response.json()).lines;
    sizeId = line.sku_id;
    const wish = {
      parameters: { id },
      body: { lines: [{ sku_id: line.sku_id, count: 1 }], reason: '少发一件' },
    };
    const preview = await desk.follow('POST /api/v1/admin/order/{id}/refund/preview', wish);
    const shown = await preview.response.json();
    const looked = await changed();
    const refunded = await desk.follow('POST /api/v1/admin/order/{id}/refund', wish);
    await desk.picture('7-refund', refunded.block);

    expect(shown.amount).toBe(line.price);
    expect(looked).toEqual([]);
    expect(refunded.response.status()).toBe(201);
    const { refund_id } = await refunded.response.json();
    expect(await changed()).toEqual([
      `refund ${orders[0]}/${refund_id}: new`,
      `refund_line ${refund_id}/${line.sku_id}: new`,
    ]);
  });

  it.each([
    ['order', 'orders.csv', '龙井路1号'],
    ['product', 'products.csv', '规格ID'],
    ['stock', 'stock.csv', '变动数量'],
  ])('saves the file of %ss as the shop sends it, with the mark of UTF-8', async (what, name, text) => {
    const route = `/api/v1/admin/${what}.csv`;
    const executed = await desk.execute(`GET ${route}`);
    const file = await desk.save(executed);
    const { token = '' } = executed.response.request().headers();
    const sent = await fetch(`${place.url}${route}`, { headers: { token } });

    expect(file.name).toBe(name);
    expect(file.bytes.subarray(0, 3).toString('hex')).toBe(BOM);
    expect(file.bytes.equals(Buffer.from(await sent.arrayBuffer()))).toBe(true);
    expect(file.bytes.toString()).toContain(text);
    expect(notOf(orders, await changed())).toEqual([]);
  });

  it('ships what the refund has left of it', async () => {
    const file = await desk.save(await desk.follow('GET /api/v1/admin/order.csv'));
    const { block, response } = await desk.follow('POST /api/v1/admin/order/{id}/ship', {
      parameters: { id: String(orders[0]) },
    });
    await desk.picture('8-ship', block);

    expect(file.bytes.toString().match(/×\d/g)?.toSorted()).toEqual(['×1', '×1', '×2']);
    expect(response.status()).toBe(201);
    const changes = await changed();
    expect(changes).toContain(`customer_order ${orders[0]}: status`);
    expect(notOf([orders[0]!], changes)).toEqual([]);
  });

  it('decides an after-sale', async () => {
    const { body } = await ann.post(`/order/${orders[1]}/after-sale`, {
      kind: 'refund_only',
      reason: '不要了',
    });
    const id = String(body.after_sale_id);
    await changed();

    const list = await desk.follow('GET /api/v1/admin/after-sale?state=asked', {
      parameters: { state: 'asked' },
    });
    const { response } = await desk.follow('POST /api/v1/admin/after-sale/{id}/agree', {
      parameters: { id },
    });

    expect((await list.response.json()).data).toMatchObject([
      { id: body.after_sale_id, lines: [{ count: 2, name: expect.any(String), price: expect.any(String) }] },
    ]);
    expect(response.status()).toBe(201);
    const changes = await changed();
    expect(changes).toContain(`after_sale ${orders[1]}/${id}: state`);
    expect(changes).not.toContain(`customer_order ${orders[0]}: status`);
    expect(notOf(orders, changes)).toEqual([]);
  });

  it('looks at the picture of today without a date', async () => {
    const { block, response } = await desk.follow('GET /api/v1/admin/summary.svg');
    await block.locator('.live-responses-table img').waitFor();
    await desk.picture('9-summary', block);
    const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });

    expect(response.headers()['content-type']).toContain('image/svg+xml');
    expect(await response.text()).toContain(` ${today}`);
    expect(await response.text()).toContain('经营日报');
  });

  it('fits a phone', async () => {
    await desk.page.setViewportSize({ width: 375, height: 812 });
    const { block } = await desk.follow('GET /api/v1/admin/order');
    await desk.picture('10-phone', block);
    const overflow = await overflowOf(desk);
    await desk.page.setViewportSize({ width: 1280, height: 900 });

    expect(overflow).toBe(0);
  });

  it('ends with a logout, after which nothing opens', async () => {
    const { response } = await desk.follow('DELETE /api/v1/token');
    const after = await desk.execute('GET /api/v1/admin/me');
    await desk.picture('11-logged-out', after.block);

    expect(response.status()).toBe(204);
    expect(after.response.status()).toBe(401);
    expect(after.response.request().headers().token).toBeUndefined();
    expect(desk.complaints).toEqual([]);
  });

  /** What changed beside these orders, their money and their goods, which WeChat's answers move on meanwhile. */
  function notOf(ids: number[], changes: string[]): string[] {
    const own = new RegExp(
      `^[a-z_]*(order|upload|line|parcel|refund|after_sale)[a-z_]* (${ids.join('|')})\\b`,
    );
    const goods = new RegExp(`^(refund_line \\d+/|sku_stock )${sizeId}: (new|stock|sold)$`);
    return changes.filter((change) => !own.test(change) && !goods.test(change));
  }
});

async function shopperOf(url: string): Promise<Client> {
  const visitor = new Client(`${url}/api/v1`);
  const { body } = await visitor.post('/token/user', { code: 'user:ann:1' });
  const ann = visitor.with(body.token);
  await ann.post('/address', ADDRESS);
  return ann;
}

/** Of two pieces in one size of a product; answers its id. */
async function paidOrder(ann: Client, simulatorPort: string): Promise<number> {
  const products = [{ ...(await sizeOf(ann)), count: 2 }];
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
