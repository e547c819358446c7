import type { Client } from '../given/client';
import { eventually, nonce, type Product, type Shop } from '../given/shop';

export interface Paid {
  id: number;
  no: string;
  pear: Product;
  shopper: Client;
  prepay: { package: string };
  transactionId: string;
}

/** Somebody's order of pears, paid; of each size so many. */
export async function paid(
  shop: Shop,
  { count = 2, priceFen = 1999, sizes = [''] }: { count?: number; priceFen?: number; sizes?: string[] } = {},
): Promise<Paid> {
  const pear = await shop.product({ stock: 10, priceFen, sizes });
  const shopper = await shop.shopper(`buyer-${nonce()}`);
  const products = pear.skuIds.map((sku_id) => ({ product_id: pear.id, sku_id, count }));
  const { body: placed } = await shopper.post('/order', { products });
  const { body: prepay } = await shopper.post('/pay/pre_order', { id: placed.order_id });
  const { body: pay } = await shop.pay(prepay);
  const { order_id: id, order_no: no } = placed;
  return { id, no, pear, shopper, prepay, transactionId: pay.transaction_id };
}

export interface Listed {
  id: number;
  out_refund_no: string;
  amount: string;
  state: string;
  restock: boolean;
  reason: string;
  actor: string;
  refusal: string | null;
  outside: string | null;
}

/** The order's refunds, newest first, once so many are as wanted. */
export function refundsOf(
  admin: Client,
  id: number,
  wanted: (row: Listed) => boolean = () => true,
  count = 1,
): Promise<Listed[]> {
  const look = async (): Promise<Listed[]> => (await admin.get(`/admin/refund?order_id=${id}`)).body.data;
  return eventually(look, (rows) => rows.filter(wanted).length >= count);
}

export async function statusOf(admin: Client, id: number): Promise<number> {
  return (await admin.get(`/order/${id}`)).body.status;
}

export async function reasonsOf(admin: Client, id: number): Promise<string[]> {
  const { body } = await admin.get(`/admin/order/${id}/timeline`);
  return body.map(({ reason }: { reason: string }) => reason);
}

export interface RefundAtWeChat {
  refund_id: string;
  transaction_id: string;
  out_refund_no: string;
  out_trade_no: string;
  refund_fee: number;
  becomes: string;
}

/** The order's refunds by WeChat's own books, oldest first. */
export async function booksOf(shop: Shop, orderNo: string): Promise<RefundAtWeChat[]> {
  const { body } = await shop.simulator.get('/sim/books');
  return body.refunds.filter((row: RefundAtWeChat) => row.out_trade_no === orderNo);
}

/** Their fen. */
export async function refundedAtWeChat(shop: Shop, orderNo: string): Promise<number[]> {
  return (await booksOf(shop, orderNo)).map(({ refund_fee }) => refund_fee);
}
