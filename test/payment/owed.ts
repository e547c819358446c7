import type { Client } from '../given/client';
import { eventually, nonce, type Product, type Shop } from '../given/shop';
import { paid, refundsOf, statusOf, type Listed } from './paid';

/** An order that WeChat was asked for, and that is not paid yet. */
export interface Unpaid {
  id: number;
  no: string;
  prepay: { package: string };
  shopper: Client;
  skuId: number;
}

/** Somebody's order of two pears, of which there are only these. */
export async function unpaid(shop: Shop): Promise<Unpaid> {
  const pear = await shop.product({ stock: 2, priceFen: 1999 });
  return ordered(shop, pear);
}

async function ordered(shop: Shop, pear: Product): Promise<Unpaid> {
  const shopper = await shop.shopper(`buyer-${nonce()}`);
  const products = [{ product_id: pear.id, count: 2 }];
  const { body } = await shopper.post('/order', { products });
  const { body: prepay } = await shopper.post('/pay/pre_order', { id: body.order_id });
  return { id: body.order_id, no: body.order_no, prepay, shopper, skuId: pear.skuIds[0]! };
}

/** Paid when another had just bought the last pears. */
export async function short(shop: Shop): Promise<Unpaid & { restock: () => Promise<unknown> }> {
  const pear = await shop.product({ stock: 2, priceFen: 1999 });
  const [quick, slow] = [await ordered(shop, pear), await ordered(shop, pear)];
  await shop.pay(quick.prepay);
  await shop.pay(slow.prepay);
  const restock = () =>
    shop.db.query(
      `WITH entered AS (UPDATE sku_stock SET stock = stock + 2, stocked = stocked + 2 WHERE sku_id = $1)
       INSERT INTO stock_ledger (sku_id, kind, count, actor, at) VALUES ($1, 'IN', 2, 'system', now())`,
      [slow.skuId],
    );
  return { ...slow, restock };
}

/** Money for an order that was closed; WeChat will close its first refund. */
export async function lateMoney(shop: Shop, admin: Client): Promise<Unpaid> {
  return (await lateMoneyOf(1, shop, admin))[0]!;
}

export async function lateMoneyOf(
  count: number,
  shop: Shop,
  admin: Client,
  { refundsClosed = true } = {},
): Promise<Unpaid[]> {
  const orders = await Promise.all(Array.from({ length: count }, () => unpaid(shop)));
  for (const { id, shopper } of orders) await shopper.post(`/order/${id}/cancel`);
  await shop.later(301);
  for (const { id } of orders)
    await eventually(
      () => statusOf(admin, id),
      (status) => status === 7,
    );
  if (refundsClosed) await shop.simulator.post('/sim/refund', { becomes: 'CLOSED', times: count });
  for (const { prepay } of orders) await shop.pay(prepay, { late: true });
  return orders;
}

/**
 * WeChat refuses the whole refund of an order for good: the merchant has given a part back in the portal, of which no
 * notification arrives.
 */
export async function refused(shop: Shop, admin: Client) {
  const order = await paid(shop);
  await shop.simulator.post('/sim/fault', { endpoint: 'refundnotify', kind: 'drop', times: -1 });
  await shop.simulator.post('/sim/portal-refund', { out_trade_no: order.no, refund_fee: 1000 });
  const { body } = await admin.post(`/admin/order/${order.id}/refund`);
  await refundsOf(admin, order.id, ({ state, refusal }) => state === 'requested' && refusal !== null);
  return { ...order, refundId: body.refund_id as number };
}

/** Looks for a second and a bit, in which a sweep has its turn; where that is not enough, lets a minute go by. */
export async function afterMinutes(
  shop: Shop,
  admin: Client,
  id: number,
  good: (rows: Listed[]) => boolean,
): Promise<Listed[]> {
  for (let minutes = 0; ; minutes += 1) {
    for (let looks = 0; looks < 12; looks += 1) {
      const rows = await refundsOf(admin, id, () => true, 0);
      if (good(rows) || minutes === 30) return rows;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await shop.later(62);
  }
}
