import { beijingTime, cursorOf } from '@app/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shopOf } from '../bench/given/shop-of';
import type { Client } from '../given/client';
import type { Shop } from '../given/shop';

interface Row {
  id: number;
  order_id: number;
}

/** A list, and which rows of which table it must show. */
const LISTS: [list: string, table: string, where: string][] = [
  ['transaction?', 'money_transaction', 'true'],
  ['transaction?disposition=fulfilled', 'money_transaction', `disposition = 'fulfilled'`],
  ['transaction?disposition=held', 'money_transaction', `disposition = 'held'`],
  ['transaction?order_id=300', 'money_transaction', 'order_id = 300'],
  ['transaction?order_id=300&disposition=held', 'money_transaction', 'false'],
  ['refund?', 'refund', 'true'],
  ['refund?state=success', 'refund', `state = 'success'`],
  ['refund?state=closed', 'refund', `state = 'closed'`],
  ['refund?order_id=503', 'refund', 'order_id = 503'],
  ['refund?order_id=503&state=success', 'refund', 'false'],
  ['after-sale?', 'after_sale', 'true'],
  ['after-sale?state=refused', 'after_sale', `state = 'refused'`],
  ['after-sale?order_id=505', 'after_sale', 'order_id = 505'],
  ['notice?', 'notice', 'true'],
  ['notice?outcome=recorded', 'notice', `outcome = 'recorded'`],
  ['notice?gateway=v2', 'notice', `gateway = 'v2'`],
  ['notice?kind=failed', 'notice', `kind = 'failed'`],
  ['notice?gateway=v3&kind=paid&outcome=to_refund', 'notice', `gateway = 'v3' AND outcome = 'to_refund'`],
  ['sku/1/ledger?', 'stock_ledger', 'sku_id = 1'],
  ['alert?', 'alert', 'true'],
  ['case?', 'case_file', 'true'],
  ['case?state=healed', 'case_file', `state = 'healed'`],
  ['case?kind=bill_overdue', 'case_file', `kind = 'bill_overdue'`],
  ['case?state=open&kind=payment_unknown', 'case_file', 'false'],
  ['act?', 'admin_act', 'true'],
  ['act?admin_id=3', 'admin_act', 'admin_id = 3'],
  ['act?route=/api/v1/admin/freight', 'admin_act', `route = '/api/v1/admin/freight'`],
  ['act?admin_id=1&route=/api/v1/admin/order/:id/ship', 'admin_act', 'false'],
];

const WAITING = `u.state IS NULL OR u.state IN ('wanted', 'uploaded', 'person')`;

/** Midnight of a day so long ago. */
function ago(days: number): string {
  return `${beijingTime(new Date(Date.now() - days * 86_400_000)).slice(0, 10)} 00:00:00`;
}

describe('a list of the merchant', () => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await shopOf(1_000);
    admin = await shop.admin();
  });
  afterAll(() => shop.stop());

  /** Every row of a list, page by page. */
  async function walk(list: string, cursor: 'before' | 'cursor', size: number): Promise<Row[]> {
    const rows: Row[] = [];
    for (let next: number | string | null | undefined; next !== null;) {
      const from = next === undefined ? '' : `&${cursor}=${next}`;
      const { status, body } = await admin.get(`/admin/${list}&size=${size}${from}`);
      expect(status).toBe(200);
      rows.push(...body.data);
      next = body.next;
    }
    return rows;
  }

  async function pageOfCms(query: string): Promise<number[]> {
    return (await admin.get(`/order/paginate?${query}`)).body.data.map(({ id }: Row) => id);
  }

  async function idsOf(sql: string): Promise<number[]> {
    return (await shop.db.query<Row>(sql)).rows.map(({ id }) => Number(id));
  }

  it.each(LISTS)(
    'admin/%s shows each row once, the newest first, page by page',
    async (list, table, where) => {
      const order = table === 'admin_act' ? 'at DESC, id DESC' : 'id DESC';
      const expected = await idsOf(`SELECT id FROM ${table} WHERE ${where} ORDER BY ${order}`);

      const [some, all] = [await walk(list, 'before', 30), await walk(list, 'before', 100)];

      expect(some.map(({ id }) => id)).toEqual(expected);
      expect(all).toEqual(some);
    },
  );

  it('of acts keeps to its days on every page, from wherever it is read on', async () => {
    const [from, to] = [ago(200), ago(170)];
    const expected = await idsOf(
      `SELECT id FROM admin_act WHERE at >= '${from}+08' AND at < '${to}+08' ORDER BY at DESC, id DESC`,
    );
    const [newest] = await idsOf('SELECT id FROM admin_act ORDER BY at DESC, id DESC LIMIT 1');
    const days = `act?from=${from}&to=${to}`.replaceAll(' ', '%20');

    const all = await walk(days, 'before', 7);
    const { body } = await admin.get(`/admin/${days}&size=1&before=${newest}`);

    expect(expected.length).toBeGreaterThan(15);
    expect(all.map(({ id }) => id)).toEqual(expected);
    expect(body.data).toEqual(all.slice(0, 1));
  });

  it.each([
    ['', WAITING],
    ['state=done', `u.state = 'done'`],
    ['state=unshipped', 'u.state IS NULL'],
    ['state=person', `u.state = 'person'`],
  ])('of shipments by %j shows each once, the nearest deadline first', async (query, where) => {
    const expected = await idsOf(
      `SELECT o.id FROM customer_order o LEFT JOIN shipping_upload u ON u.order_id = o.id
        WHERE (o.status = 2 OR u.state IS NOT NULL) AND (${where}) ORDER BY o.paid_at, o.id`,
    );

    const [some, all] = [
      await walk(`shipping?${query}`, 'cursor', 30),
      await walk(`shipping?${query}`, 'cursor', 100),
    ];

    expect(expected.length).toBeGreaterThan(0);
    expect(some.map(({ order_id }) => order_id)).toEqual(expected);
    expect(all).toEqual(some);
  });

  it.each([
    'transaction?before=0',
    'refund?before=x',
    'alert?size=101',
    'shipping?cursor=x',
    'shipping?size=0',
  ])('is not read by %s', async (query) => {
    expect((await admin.get(`/admin/${query}`)).status).toBe(400);
  });

  it('of shipments has nothing beyond its end, wherever that is said to be', async () => {
    const beyond = cursorOf({ micros: 8_999_999_999_999_999, id: 9_999_999_999 });

    expect((await admin.get(`/admin/shipping?cursor=${beyond}`)).body).toEqual({ data: [], next: null });
  });

  it('of all orders shows the CMS its pages by their number', async () => {
    expect(await pageOfCms('page=2&size=20')).toEqual(
      await idsOf('SELECT id FROM customer_order WHERE status <= 4 ORDER BY id DESC LIMIT 20 OFFSET 20'),
    );
    expect(await pageOfCms('page=3&size=30&status=6')).toEqual(
      await idsOf('SELECT id FROM customer_order WHERE status = 6 ORDER BY id DESC LIMIT 30 OFFSET 60'),
    );
    expect(await pageOfCms('page=1000&size=100')).toEqual([]);
  });
});
