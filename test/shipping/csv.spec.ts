import { parseCsv } from '@app/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Client } from '../given/client';
import { eventually, Shop, type Product } from '../given/shop';

const HEAD = '订单号,快递公司,快递单号';
const ORDERS = 50;
const PARCELS = 10;

interface Bought {
  id: number;
  no: string;
}

describe('shipping by a file', () => {
  let shop: Shop;
  let admin: Client;
  let pear: Product;
  beforeAll(async () => {
    shop = await Shop.open({ TOKEN_TTL_SECONDS: '1000000' });
    admin = await shop.admin();
    pear = await shop.product({ name: '=梨,"大"', stock: 1_000 });
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  /** So many paid orders, of five shoppers at once, known to WeChat's shipping system. */
  async function bought(count: number): Promise<Bought[]> {
    const buy = async (shopper: Client): Promise<Bought> => {
      const products = [{ product_id: pear.id, count: 1 }];
      const { body } = await shopper.post('/order', { products, remark: '+请放门口' });
      await shop.pay((await shopper.post('/pay/pre_order', { id: body.order_id })).body);
      return { id: body.order_id, no: body.order_no };
    };
    const five = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => shop.shopper(name)));
    const each = await Promise.all(
      five.map(async (shopper, index) => {
        const mine: Bought[] = [];
        for (let n = index; n < count; n += 5) mine.push(await buy(shopper));
        return mine;
      }),
    );
    await shop.later(61);
    return each.flat();
  }

  function send(rows: string[], query = ''): Promise<Answer> {
    const headers = { 'content-type': 'text/csv; charset=utf-8' };
    return admin.send('POST', `/admin/shipping/csv${query}`, {
      headers,
      body: [HEAD, ...rows, ''].join('\r\n'),
    });
  }

  /** As they come, for a client's text is without its mark. */
  async function firstBytes(path: string): Promise<Buffer> {
    const { body } = await shop.visitor.post('/token/app', { ac: 'admin', se: 'open sesame' });
    const answer = await fetch(`${shop.config.PUBLIC_URL}/api/v1${path}`, { headers: { token: body.token } });
    return Buffer.from(await answer.arrayBuffer()).subarray(0, 3);
  }

  async function rowsOf(sql: string): Promise<number> {
    const { rows } = await shop.db.query<{ count: number }>(`SELECT count(*)::int4 AS count FROM ${sql}`);
    return rows[0]!.count;
  }

  it('takes 500 numbers at once or none, names bad rows by line, and tells WeChat of each order', async () => {
    const orders = await bought(ORDERS);
    const rows = orders.flatMap(({ no }, order) =>
      Array.from({ length: PARCELS }, (_, n) => `${no},${n % 2 ? '中通快递' : 'YTO'},P${order}-${n}`),
    );
    const bad = [
      '0000000000XXXXXXXXXX,ZTO,1',
      `${orders[0]!.no},驼队,2`,
      `${orders[0]!.no},ZTO,`,
      `${orders[0]!.no},ZTO,一`,
      rows[0]!,
    ];

    const refused = await send([...rows, ...bad]);
    const rehearsedBad = await send([...rows, ...bad], '?dry_run=true');
    const rehearsed = await send(rows, '?dry_run=true');
    const before = await rowsOf('parcel');
    const shipped = await send(rows);
    const again = await send(rows);
    const uploaded = await eventually(
      () => rowsOf(`shipping_upload WHERE state = 'done'`),
      (done) => done === ORDERS,
    );
    const { body: books } = await shop.simulator.get('/sim/mini-books');

    const reasons = {
      第502行: '订单号不存在',
      第503行: '没有“驼队”这家快递公司，可用的名称和编码见GET admin/carrier',
      第504行: '缺少快递单号',
      第505行: '快递单号错误',
      第506行: '与第2行重复',
    };
    expect(refused).toMatchObject({ status: 400, body: { error_code: 20024 } });
    expect(refused.body.msg).toEqual({ file: '共5处有误，未导入任何内容', ...reasons });
    expect(rehearsedBad.body.error_count).toBe(5);
    expect(rehearsedBad.body.errors.map(({ reason }: { reason: string }) => reason)).toEqual(
      Object.values(reasons),
    );
    const all = { shipped: ORDERS, unchanged: 0, skipped: 0, error_count: 0, errors: [] };
    expect(rehearsed).toMatchObject({ status: 200, body: { ...all, dry_run: true } });
    expect(before).toBe(0);
    expect(shipped).toMatchObject({ status: 200, body: { ...all, dry_run: false } });
    expect(again).toMatchObject({ status: 200, body: { ...all, shipped: 0, unchanged: ORDERS } });
    expect(await rowsOf('parcel')).toBe(ORDERS * PARCELS);
    expect(uploaded).toBe(ORDERS);
    const told = books.orders.filter(({ merchant_trade_no: no }: { merchant_trade_no: string }) =>
      orders.some((order) => order.no === no),
    );
    expect(told).toHaveLength(ORDERS);
    expect(told.every((order: { order_state: number }) => order.order_state === 2)).toBe(true);
  }, 90_000);

  it('is the file that the shop gave out, filled in', async () => {
    const [left, stays] = await bought(2);

    const given = await admin.get('/admin/order.csv');
    const [heads, ...lines] = parseCsv(given.body);
    const filled = given.body.replace(new RegExp(`(${left!.no}.*),,`), '$1,中通快递,0073');
    const headers = { 'content-type': 'text/csv' };
    const answer = await admin.send('POST', '/admin/shipping/csv', { headers, body: filled });
    const rest = await admin.get('/admin/order.csv');
    const file = await admin.get(`/admin/order/${left!.id}`);

    expect(given.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="orders.csv"',
    });
    expect(await firstBytes('/admin/order.csv')).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(heads!.cells.slice(-2)).toEqual(['快递公司', '快递单号']);
    expect(lines.map(({ cells }) => cells[0]).toSorted()).toEqual([left!.no, stays!.no].toSorted());
    // What a spreadsheet would calculate or round begins with something that keeps it from it.
    expect(given.body).toContain(`"'=梨,""大""×1"`);
    expect(given.body).toContain(`'+请放门口`);
    expect(given.body).not.toMatch(/[,\n]1\d{10}[5-9]/);
    expect(answer).toMatchObject({ status: 200, body: { shipped: 1, unchanged: 0, skipped: 1 } });
    expect(file.body).toMatchObject({ status: 3, parcels: [{ carrier: 'ZTO', tracking_no: '0073' }] });
    expect(rest.body).toContain(stays!.no);
    expect(rest.body).not.toContain(left!.no);
  });

  it('leaves all as it is where one order cannot leave', async () => {
    const [good, gone, refunded] = await bought(3);
    await admin.post(`/admin/order/${gone!.id}/ship`, { parcels: [{ carrier: 'ZTO', tracking_no: 'G1' }] });
    await admin.post(`/admin/order/${refunded!.id}/refund`, {});

    const answer = await send([`${good!.no},ZTO,1`, `${gone!.no},ZTO,2`, `${refunded!.no},ZTO,3`]);
    const twice = await Promise.all([send([`${good!.no},ZTO,1`]), send([`${good!.no},ZTO,1`])]);

    expect(answer).toMatchObject({
      status: 400,
      body: { msg: { 第3行: expect.stringContaining('已用别的单号发货'), 第4行: expect.any(String) } },
    });
    expect(Object.keys(answer.body.msg)).toEqual(['file', '第3行', '第4行']);
    expect(twice.map(({ body }) => [body.shipped, body.unchanged]).toSorted()).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  it.each([
    ['顺丰', 'SF'],
    ['中通', 'ZTO'],
    ['圆通快递', 'YTO'],
    ['京东', 'JD'],
    ['邮政', 'YZPY'],
  ])('[G7] knows %s, and a number with blanks and invisible characters', async (name, carrier) => {
    const [order] = await bought(1);

    const answer = await send([`${order!.no},${name},\u200b7310 0001\u00a0234 ${carrier}　`]);
    const { body } = await admin.get(`/admin/order/${order!.id}`);

    expect(answer).toMatchObject({ status: 200, body: { shipped: 1 } });
    expect(body.parcels).toMatchObject([{ carrier, tracking_no: `73100001234${carrier}` }]);
  });

  it.each<[string, string[], string[]]>([
    ['just the parcels that have left', ['A1', 'A2'], ['A1', 'A2']],
    ['those and another', ['A1', 'A2', 'A3'], ['A1', 'A2', 'A3']],
    ['another alone', ['A3'], ['A1', 'A2', 'A3']],
  ])('[8.7.5] completes an order that leaves in parts by naming %s', async (_what, numbers, left) => {
    const [order] = await bought(1);
    const parcels = ['A1', 'A2'].map((tracking_no) => ({ carrier: 'ZTO', tracking_no }));
    await admin.post(`/admin/order/${order!.id}/ship`, { parcels, is_last: false });
    const rows = numbers.map((number) => `${order!.no},中通,${number}`);

    const rehearsed = await send(rows, '?dry_run=true');
    const open = await rowsOf(`shipping_upload WHERE order_id = ${order!.id} AND NOT is_complete`);
    const answer = await send(rows);
    const again = await send(left.map((number) => `${order!.no},ZTO,${number}`));
    const { body } = await admin.get(`/admin/order/${order!.id}`);

    expect(rehearsed.body).toMatchObject({ shipped: 1, unchanged: 0, error_count: 0 });
    expect(open).toBe(1);
    expect(answer).toMatchObject({ status: 200, body: { shipped: 1, unchanged: 0 } });
    expect(again.body).toMatchObject({ shipped: 0, unchanged: 1 });
    expect(await rowsOf(`shipping_upload WHERE order_id = ${order!.id} AND is_complete`)).toBe(1);
    expect(body.parcels.map(({ tracking_no }: { tracking_no: string }) => tracking_no)).toEqual(left);
  });

  it('[8.7.5] leaves an order that left whole and was received as it is', async () => {
    const [order] = await bought(1);
    const parcels = [{ carrier: 'ZTO', tracking_no: 'R1' }];
    await admin.post(`/admin/order/${order!.id}/ship`, { parcels, is_last: false });
    const shopper = await shop.shopper('a');
    await shopper.post(`/order/${order!.id}/received`, {});

    const answer = await send([`${order!.no},ZTO,R1`]);

    expect(answer).toMatchObject({ status: 200, body: { shipped: 0, unchanged: 1 } });
  });

  it('[F2][F3] is filled in for a receiver in Hong Kong and for a city without districts', async () => {
    const ida = await shop.shopper('ida', { address: false });
    const place = { province: '香港特别行政区', city: '香港岛', mobile: '6123 4567' };
    await ida.post('/address', { name: '陈', detail: '皇后大道1号', ...place });
    const { body: placed } = await ida.post('/order', { products: [{ product_id: pear.id, count: 1 }] });
    await shop.pay((await ida.post('/pay/pre_order', { id: placed.order_id })).body);
    await shop.later(61);

    const { body } = await admin.get('/admin/order.csv?phone=61234567');

    const [, row] = parseCsv(body);
    expect(body).toContain(',852-61234567,');
    expect(row!.cells.slice(2, 8)).toEqual([
      '陈',
      '852-61234567',
      place.province,
      '香港岛',
      '',
      '皇后大道1号',
    ]);
    expect(await send([`${placed.order_no},顺丰,SFHK`])).toMatchObject({ status: 200, body: { shipped: 1 } });
  });

  it.each<[string, string | Buffer, string, number]>([
    ['JSON', '{}', 'application/json', 415],
    ['nothing', '', 'text/csv', 400],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff]), 'text/csv', 400],
    ['two megabytes', 'x'.repeat(2 * 1024 * 1024), 'text/csv', 413],
  ])('is not shipping by %s', async (_what, body, type, status) => {
    const answer = await admin.send('POST', '/admin/shipping/csv', {
      headers: { 'content-type': type },
      body,
    });

    expect(answer).toMatchObject({ status, body: { request_url: '/api/v1/admin/shipping/csv' } });
  });
});
