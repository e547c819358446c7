import { beijingStamp, type V2SignType } from '@app/common';
import { signV2, writeXml } from '@app/wechat';
import { Pool } from 'undici';
import type { Client } from '../given/client';
import { nonce, type Shop } from '../given/shop';

export type Fields = Record<string, string | undefined>;

/** A shop whose orders are placed, and so are notified, through v2. */
export const V2 = { WECHAT_PAY_GATEWAY: 'v2' };

export const SUCCESS =
  '<xml><return_code><![CDATA[SUCCESS]]></return_code><return_msg><![CDATA[OK]]></return_msg></xml>';
export const FAIL =
  '<xml><return_code><![CDATA[FAIL]]></return_code><return_msg><![CDATA[FAIL]]></return_msg></xml>';

/** An order that WeChat was asked to take money for. */
export interface Due {
  id: number;
  orderNo: string;
  totalFen: number;
  skuId: number;
  shopper: Client;
  prepay: { package: string; timeStamp: string; nonceStr: string; signType: V2SignType; paySign: string };
}

export interface Heard {
  status: number;
  body: string;
  type: string;
  ms: number;
}

interface Signing {
  key?: string;
  type?: V2SignType;
}

/** The route that WeChat calls, and whoever calls it: WeChat itself, or somebody who says so. */
export class Webhook {
  private readonly pool: Pool;

  constructor(
    readonly shop: Shop,
    connections = 200,
  ) {
    this.pool = new Pool(shop.config.PUBLIC_URL, { connections });
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  /** Sends exactly these bytes. */
  async send(body: string | Buffer, headers: Record<string, string> = XML): Promise<Heard> {
    const start = performance.now();
    const answer = await this.pool.request({ method: 'POST', path: '/api/v1/pay/notify', headers, body });
    const text = await answer.body.text();
    return {
      status: answer.statusCode,
      body: text,
      type: String(answer.headers['content-type']),
      ms: performance.now() - start,
    };
  }

  /** Sends it and tells what it changed in the books. */
  async watch(body: string | Buffer, headers?: Record<string, string>) {
    const before = await books(this.shop);
    const { status, body: answer } = await this.send(body, headers);
    return { status, answer, before, after: await books(this.shop) };
  }

  /** What WeChat says of a payment in full, before it is signed; `undefined` leaves a field out. */
  fields(order: Due, but: Fields = {}): Record<string, string> {
    const { WECHAT_APP_ID, WECHAT_PAY_MCH_ID } = this.shop.config;
    const said: Fields = {
      return_code: 'SUCCESS',
      result_code: 'SUCCESS',
      appid: WECHAT_APP_ID,
      mch_id: WECHAT_PAY_MCH_ID,
      nonce_str: nonce(),
      openid: 'oSomebodyElse',
      is_subscribe: 'N',
      trade_type: 'JSAPI',
      bank_type: 'OTHERS',
      total_fee: String(order.totalFen),
      fee_type: 'CNY',
      cash_fee: String(order.totalFen),
      transaction_id: transactionId(),
      out_trade_no: order.orderNo,
      time_end: beijingStamp(new Date()),
      ...but,
    };
    return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Record<
      string,
      string
    >;
  }

  /** A notice under the merchant's key, or another. */
  notice(order: Due, but: Fields = {}, signing: Signing = {}): string {
    return this.signed(this.fields(order, but), signing);
  }

  signed(fields: Record<string, string>, { key, type = 'HMAC-SHA256' }: Signing = {}): string {
    return writeXml({
      ...fields,
      sign: signV2(fields, key ?? this.shop.config.WECHAT_PAY_V2_KEY[0]!, type),
    });
  }
}

const XML = { 'content-type': 'text/xml' };

let transactions = 0;

/** 28 digits, each time others. */
export function transactionId(): string {
  transactions += 1;
  return `4200000001${String(process.pid).padStart(8, '0')}${String(transactions).padStart(10, '0')}`;
}

/** An order of somebody new, with its prepay_id. */
export async function due(shop: Shop, { stock = 10, count = 2 } = {}): Promise<Due> {
  const pear = await shop.product({ stock });
  return dueOf(shop, pear.id, count);
}

export async function dueOf(shop: Shop, productId: number, count: number): Promise<Due> {
  const shopper = await shop.shopper(`buyer-${nonce()}`);
  const placed = await shopper.post('/order', { products: [{ product_id: productId, count }] });
  const { status, body: prepay } = await shopper.post('/pay/pre_order', { id: placed.body.order_id });
  if (status !== 200 || !prepay.package) throw new Error(`no prepay: ${status} ${JSON.stringify(prepay)}`);
  return { ...(await known(shop, placed.body.order_id)), shopper, prepay };
}

export async function known(shop: Shop, orderId: number) {
  const { rows } = await shop.db.query<{ id: number; orderNo: string; totalFen: number; skuId: number }>(
    `SELECT o.id, o.order_no AS "orderNo", o.total_fen::int AS "totalFen", l.sku_id AS "skuId"
       FROM customer_order o JOIN order_line l ON l.order_id = o.id WHERE o.id = $1`,
    [orderId],
  );
  if (!rows[0]) throw new Error(`no order ${orderId}`);
  return rows[0];
}

export async function statusOf(shop: Shop, { id }: Pick<Due, 'id'>): Promise<number> {
  const { rows } = await shop.db.query('SELECT status FROM customer_order WHERE id = $1', [id]);
  return rows[0]?.status as number;
}

/** What the order's money became, in the order it came. */
export async function moneyOf(shop: Shop, { id }: Pick<Due, 'id'>): Promise<object[]> {
  const { rows } = await shop.db.query<object>(
    `SELECT transaction_id, fen::int, currency, disposition FROM money_transaction WHERE order_id = $1 ORDER BY id`,
    [id],
  );
  return rows;
}

export async function noticesOf(shop: Shop, eventKey: string) {
  const { rows } = await shop.db.query<{
    kind: string;
    outcome: string;
    attempts: number;
    headers: object;
    body: Buffer;
  }>('SELECT kind, outcome, attempts, headers, body FROM notice WHERE event_key = $1', [eventKey]);
  return rows;
}

const BOOKS = [
  'customer_order',
  'order_line',
  'order_event',
  'payment_attempt',
  'money_transaction',
  'money_ledger',
  'sku_stock',
  'stock_ledger',
  'notice',
];

/** When WeChat is asked next of its own accord, which goes on beside any notice. */
const OF_THE_SWEEPS = ['queries', 'next_query_at'];

/** The simulator pushes, as WeChat does, of its own accord that an earlier order is settled. */
const NO_SETTLEMENTS = ` WHERE kind <> 'trade_manage_order_settlement'`;

/** Every row that a notice could have to do with, as they stand at one moment. */
export async function books(shop: Shop): Promise<Record<string, object[]>> {
  const row = ['to_jsonb(r)', ...OF_THE_SWEEPS.map((column) => `'${column}'`)].join(' - ');
  const each = BOOKS.map((table) => {
    const rows = `coalesce(jsonb_agg(${row} ORDER BY (${row})::text), '[]')`;
    return `SELECT '${table}' AS name, ${rows} AS rows FROM ${table} r${table === 'notice' ? NO_SETTLEMENTS : ''}`;
  });
  const { rows } = await shop.db.query<{ name: string; rows: object[] }>(each.join(' UNION ALL '));
  return Object.fromEntries(rows.map((table) => [table.name, table.rows]));
}
