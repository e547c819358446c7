import type { Client } from '../given/client';
import { ADDRESS, eventually, nonce, type Product, type Shop } from '../given/shop';

export const OK = { code: 201, msg: 'ok', errorCode: 0 };
export const ZTO = { carrier: 'ZTO', tracking_no: '7300001' };
export const YTO = { carrier: 'YTO', tracking_no: 'YT0000002' };

export interface Paid {
  id: number;
  no: string;
  name: string;
  shopper: Client;
  pear: Product;
}

/** Somebody's order of pears, paid a minute ago unless `young`: before, WeChat's shipping system does not know it. */
export async function paid(shop: Shop, { young = false, address = {} } = {}): Promise<Paid> {
  const pear = await shop.product({ stock: 10 });
  const name = `buyer-${nonce()}`;
  const shopper = await shop.shopper(name, { address: false });
  await shopper.post('/address', { ...ADDRESS, ...address });
  const products = [{ product_id: pear.id, count: 2 }];
  const { body: placed } = await shopper.post('/order', { products });
  const { body: prepay } = await shopper.post('/pay/pre_order', { id: placed.order_id });
  await shop.pay(prepay);
  if (!young) await shop.later(61);
  return { id: placed.order_id, no: placed.order_no, name, shopper, pear };
}

export async function shipped(shop: Shop, admin: Client, body: object = { parcels: [ZTO] }): Promise<Paid> {
  const order = await paid(shop);
  await admin.post(`/admin/order/${order.id}/ship`, body);
  await uploadOf(shop, order, ({ state }) => state === 'done');
  return order;
}

interface Upload {
  state: string;
  code: string | null;
  tries: number;
}

/** What the shop knows of an upload, once it is as wanted. */
export function uploadOf(
  shop: Shop,
  { id }: Pick<Paid, 'id'>,
  wanted: (upload: Upload) => boolean,
): Promise<Upload> {
  const look = async () => {
    const { rows } = await shop.db.query<Upload>(
      'SELECT state, code, tries FROM shipping_upload WHERE order_id = $1',
      [id],
    );
    return rows[0]!;
  };
  return eventually(look, wanted);
}

/** The order as WeChat's own shipping system sees it. */
export async function atWeChat(shop: Shop, { no }: Pick<Paid, 'no'>) {
  const { body } = await shop.simulator.get('/sim/mini-books');
  return body.orders.find((order: { merchant_trade_no: string }) => order.merchant_trade_no === no);
}

export async function statusOf({ id, shopper }: Paid): Promise<number> {
  return (await shopper.get(`/order/${id}`)).body.status;
}

export async function becomes(order: Paid, status: number): Promise<number> {
  return eventually(
    () => statusOf(order),
    (seen) => seen === status,
  );
}

export async function timelineOf(admin: Client, { id }: Paid): Promise<string[]> {
  const { body } = await admin.get(`/admin/order/${id}/timeline`);
  return body.map(({ reason, actor }: { reason: string; actor: string }) => `${reason} ${actor}`);
}
