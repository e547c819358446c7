import { NestLog, openLog } from '@app/common';
import { Logger } from '@nestjs/common';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MiniProgramHost } from '../given/mini-program-host';
import type { Client } from '../given/client';
import { eventually, nonce, Shop, type Product } from '../given/shop';
import { due, statusOf, V2, Webhook } from '../notify/webhook';

const WHERE = {
  name: '安小满独一',
  mobile: '13911112222',
  province: '浙江省',
  city: '杭州市',
  country: '西湖区',
  detail: '龙井路九十九号',
};
const PHONE = '13833334444';
const REMARK = '请放在门卫老李处';
const COMPLAINT = '安小满家收到时已破损';
const OK = { code: 201, msg: 'ok', errorCode: 0 };

/** WeChat's own books, and PostgreSQL's files, which this test reads through their server. */
const NOT_OURS = ['simulator.jsonl', 'postgres'];

describe.each([{ WECHAT_PAY_GATEWAY: 'v2' }, { WECHAT_PAY_GATEWAY: 'v3' }])('an erasure, %o', (settings) => {
  let shop: Shop;
  let admin: Client;
  let pear: Product;
  let lines: string[] = [];
  beforeAll(async () => {
    shop = await Shop.open(settings);
    Logger.overrideLogger(new NestLog(openLog('debug', { write: (line) => void lines.push(line) })));
    admin = await shop.admin();
    pear = await shop.product();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
    lines = [];
  });
  afterAll(() => shop.stop());

  const place = async (shopper: Client, remark = REMARK): Promise<number> => {
    const products = [{ product_id: pear.id, count: 1 }];
    const placed = await shopper.post('/order', { products, remark }, { 'idempotency-key': nonce() });
    return placed.body.order_id;
  };
  const pay = async (shopper: Client, id: number) =>
    shop.pay((await shopper.post('/pay/pre_order', { id })).body);
  /** Received, and not to the shopper's liking; his request is still open. */
  const complaint = async (shopper: Client, id: number): Promise<number> => {
    await pay(shopper, id);
    await admin.post(`/admin/order/${id}/ship`, { parcels: [{ carrier: 'SF', tracking_no: nonce() }] });
    await shopper.post(`/order/${id}/received`);
    const asked = await shopper.post(`/order/${id}/after-sale`, { kind: 'refund_only', reason: COMPLAINT });
    return asked.body.after_sale_id;
  };
  const complain = async (shopper: Client, id: number) => {
    const sale = await complaint(shopper, id);
    await admin.post(`/admin/after-sale/${sale}/refuse`, { reason: COMPLAINT });
  };
  const ends = (id: number, status: number) =>
    eventually(
      async () => (await admin.get(`/order/${id}`)).body.status,
      (seen) => seen === status,
    );
  const shopperOf = async (orderId: number): Promise<{ id: number; openid: string }> => {
    const { rows } = await shop.db.query<{ id: number; openid: string }>(
      'SELECT s.id, s.openid FROM shopper s JOIN customer_order o ON o.shopper_id = s.id WHERE o.id = $1',
      [orderId],
    );
    return rows[0]!;
  };

  it('leaves no trace of a person in any table, file or line, and every amount', async () => {
    const ann = await shop.shopper('ann', { address: false });
    await ann.post('/address', WHERE);
    const [closed, refunded, received] = [await place(ann), await place(ann), await place(ann)];
    await ann.post(`/order/${closed}/cancel`);
    await complain(ann, received);
    await pay(ann, refunded);
    await admin.post(`/admin/order/${refunded}/refund`, {});
    await eventually(
      async () => (await admin.get(`/admin/refund?order_id=${refunded}`)).body.data[0]?.state,
      (state) => state === 'processing',
    );
    await shop.later(4);
    expect(await ends(refunded, 8)).toBe(8);
    const { id, openid } = await shopperOf(closed);
    await shop.db.query('UPDATE shopper SET phone = $2 WHERE id = $1', [id, PHONE]);
    await shop.simulator.post('/sim/push', { event: 'subscribe_msg_popup_event', name: 'ann' });
    const told = await lettersIn(shop);
    const needles = [openid, PHONE, WHERE.mobile, WHERE.name, WHERE.detail, REMARK, COMPLAINT];
    const amounts = await amountsIn(shop);
    const found = await tracesIn(shop, needles);

    const erased = await ann.post('/user/erase');

    expect(told).toEqual(expect.arrayContaining(['paid', 'refund', 'subscribe_msg_popup_event']));
    expect(found.map(({ needle }) => needle)).toEqual(expect.arrayContaining(needles));
    expect(erased).toMatchObject({ status: 201, body: OK });
    expect(await tracesIn(shop, needles)).toEqual([]);
    expect(await lettersIn(shop)).toEqual([]);
    expect(filesWith(shop.config.DATA_DIR, needles)).toEqual([]);
    expect(lines.filter((line) => needles.some((needle) => line.includes(needle)))).toEqual([]);
    expect(lines.filter((line) => line.includes('shopperErased'))).toHaveLength(1);
    expect(await amountsIn(shop)).toEqual(amounts);
    expect((await admin.get(`/order/${refunded}`)).body).toMatchObject({
      status: 8,
      snap_address: { name: '' },
    });
    expect((await ann.get('/order/by_user')).status).toBe(401);
  });

  it('makes a stranger of whoever logs in again', async () => {
    const before = await shop.shopper('bob');
    const order = await place(before);
    await before.post(`/order/${order}/cancel`);
    await before.post('/user/erase');

    const after = await shop.shopper('bob', { address: false });

    expect((await after.get('/order/by_user')).body.data).toEqual([]);
    expect(await after.get('/address')).toMatchObject({ status: 404, body: { error_code: 60001 } });
    expect((await before.get('/address')).status).toBe(401);
  });

  it('is the merchant’s to make too, and to repeat', async () => {
    const cid = await shop.shopper('cid');
    const order = await place(cid);
    await cid.post(`/order/${order}/cancel`);
    const { id } = await shopperOf(order);

    const first = await admin.post(`/admin/shopper/${id}/erase`);
    const again = await admin.post(`/admin/shopper/${id}/erase`);
    const nobody = await admin.post('/admin/shopper/2000000000/erase');

    expect([first.status, again.status, nobody.status]).toEqual([201, 201, 404]);
    expect(nobody.body.error_code).toBe(60000);
    expect((await cid.get('/address')).status).toBe(401);
  });

  it('is refused while money is open, and then changes nothing', async () => {
    const dot = await shop.shopper('dot', { address: false });
    await dot.post('/address', WHERE);
    const order = await place(dot);
    const { id } = await shopperOf(order);
    const asked = async () => [
      (await dot.post('/user/erase')).body.error_code,
      (await admin.post(`/admin/shopper/${id}/erase`)).status,
    ];

    const unpaid = await asked();
    await pay(dot, order);
    const paid = await asked();
    await admin.post(`/admin/order/${order}/refund`, {});
    const refunding = await asked();

    expect([unpaid, paid, refunding]).toEqual([
      [90013, 409],
      [90013, 409],
      [90013, 409],
    ]);
    expect((await dot.get('/address')).body).toMatchObject(WHERE);
    expect((await dot.get(`/order/${order}`)).body.snap_address).toMatchObject(WHERE);
    await shop.later(70);
    expect(await ends(order, 8)).toBe(8);
    expect((await dot.post('/user/erase')).status).toBe(201);
  });

  it('is refused while the shopper asks for money back', async () => {
    const eve = await shop.shopper('eve');
    const sale = await complaint(eve, await place(eve));

    const asked = await eve.post('/user/erase');
    await eve.post(`/after-sale/${sale}/withdraw`);
    const withdrawn = await eve.post('/user/erase');

    expect(asked).toMatchObject({ status: 409, body: { error_code: 90013 } });
    expect(withdrawn.status).toBe(201);
  });

  it('and whatever its shopper writes at the same moment leave nothing of him', async () => {
    const gus = await shop.shopper('gus');
    const first = await place(gus);
    await gus.post(`/order/${first}/cancel`);
    const { id } = await shopperOf(first);

    const answers = await Promise.all([
      ...Array.from({ length: 8 }, () => gus.post('/address', WHERE)),
      gus.post('/user/erase'),
      ...Array.from({ length: 8 }, () => gus.post('/address', WHERE)),
    ]);

    const { rows } = await shop.db.query('SELECT FROM address WHERE shopper_id = $1', [id]);
    const { rows: orders } = await shop.db.query(
      `SELECT id FROM customer_order WHERE shopper_id = $1 AND address_snapshot ->> 'name' <> ''`,
      [id],
    );
    expect(answers.filter(({ status }) => ![201, 401].includes(status))).toEqual([]);
    expect(rows).toEqual([]);
    expect(orders).toEqual([]);
  });
});

it('is refused while a wrong amount is disputed, though the order is over', async () => {
  const shop = await Shop.open(V2);
  const webhook = new Webhook(shop);
  const order = await due(shop);
  await webhook.send(webhook.notice(order, { total_fee: '1', cash_fee: '1' }));
  await order.shopper.post(`/order/${order.id}/cancel`);
  await shop.later(301);
  const status = await eventually(
    () => statusOf(shop, order),
    (seen) => seen === 7,
  );

  const refused = await order.shopper.post('/user/erase');

  expect(status).toBe(7);
  expect(refused).toMatchObject({
    status: 409,
    body: { error_code: 90013, request_url: '/api/v1/user/erase' },
  });
  await webhook.close();
  await shop.stop();
});

it('waits for a phone number that is being taken, and keeps none', async () => {
  const host = await MiniProgramHost.open();
  const shop = await Shop.open({ WECHAT_API_URL: host.url });
  host.behind(shop.config);
  const ann = await shop.shopper('ann');

  await Promise.all([
    ann.post('/user/phone', { code: `phone:${PHONE}:${nonce()}` }),
    ann.post('/user/erase'),
    ann.post('/user/phone', { code: `phone:${PHONE}:${nonce()}` }),
  ]);

  const { rows } = await shop.db.query('SELECT phone, erased_at IS NOT NULL AS erased FROM shopper');
  expect(rows).toEqual([{ phone: null, erased: true }]);
  await shop.stop();
  await host.close();
});

/** What WeChat wrote and is still to be read, sealed or not. */
async function lettersIn({ db }: Shop): Promise<string[]> {
  const { rows } = await db.query<{ kind: string }>(
    `SELECT kind FROM notice WHERE octet_length(body) > 0 OR headers <> '{}'`,
  );
  return rows.map(({ kind }) => kind);
}

interface Trace {
  table: string;
  needle: string;
}

/** In every column of every table of every schema of the shop's, bytes too. */
async function tracesIn({ db }: Shop, needles: string[]): Promise<Trace[]> {
  const { rows: tables } = await db.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const traces: Trace[] = [];
  for (const { name } of tables) {
    for (const needle of needles) {
      const { rowCount } = await db.query(
        `SELECT FROM ${name} t WHERE position($1 IN t::text) > 0
             OR position(encode(convert_to($1, 'UTF8'), 'hex') IN t::text) > 0 LIMIT 1`,
        [needle],
      );
      if (rowCount) traces.push({ table: name, needle });
    }
  }
  return traces;
}

function filesWith(dir: string, needles: string[]): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const file = path.join(dir, name);
    if (NOT_OURS.includes(name.split(path.sep)[0]!) || !statSync(file).isFile()) return false;
    const bytes = readFileSync(file);
    return needles.some((needle) => bytes.includes(needle));
  });
}

async function amountsIn({ db }: Shop): Promise<unknown> {
  const { rows } = await db.query(
    `SELECT (SELECT array_agg(total_fen ORDER BY id) FROM customer_order) AS orders,
            (SELECT array_agg((kind, fen) ORDER BY id) FROM money_ledger) AS ledger,
            (SELECT array_agg((transaction_id, fen, disposition) ORDER BY id) FROM money_transaction) AS paid,
            (SELECT array_agg((out_refund_no, fen, state) ORDER BY id) FROM refund) AS refunds,
            (SELECT count(*) FROM order_event) AS events, (SELECT count(*) FROM notice) AS notices`,
  );
  return rows[0];
}
