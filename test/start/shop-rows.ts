import { Client } from 'pg';

/** What a merchant can change; logs of what happened, sessions and jobs are none of it. */
const KEYS: Record<string, readonly string[]> = {
  admin: ['id'],
  shopper: ['id'],
  address: ['shopper_id'],
  picture: ['id'],
  category: ['id'],
  product: ['id'],
  product_picture: ['id'],
  product_property: ['id'],
  sku: ['id'],
  sku_stock: ['sku_id'],
  banner: ['id'],
  banner_item: ['id'],
  theme: ['id'],
  theme_product: ['theme_id', 'product_id'],
  freight_rule: ['is_only'],
  freight_province: ['province'],
  customer_order: ['id'],
  order_line: ['order_id', 'sku_id'],
  money_transaction: ['id'],
  refund: ['order_id', 'id'],
  refund_line: ['refund_id', 'sku_id'],
  after_sale: ['order_id', 'id'],
  after_sale_line: ['order_id', 'after_sale_id', 'sku_id'],
  parcel: ['order_id', 'shipment', 'position'],
  shipping_upload: ['order_id'],
};

/** Of what is under way by itself: when the shop looks next, and how often it did. */
const RESTLESS = /^(next_\w+_at|asks|asked_at|tries|tried_at|attempts)$/;

type Row = Record<string, unknown>;
/** By `table key`. */
export type ShopRows = Map<string, Row>;

/** Every row of the shop as it stands now. */
export async function shopRows(databaseUrl: string): Promise<ShopRows> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const rows: ShopRows = new Map();
    for (const [table, keys] of Object.entries(KEYS)) {
      const found = await client.query<{ row: Row }>(`SELECT to_jsonb(t) AS row FROM ${table} t`);
      for (const { row } of found.rows) rows.set(`${table} ${keys.map((key) => row[key]).join('/')}`, row);
    }
    return rows;
  } finally {
    await client.end();
  }
}

/** `sku 3: price_fen`, `product 34: new`, `refund 1: gone`. */
export function changesBetween(before: ShopRows, after: ShopRows): string[] {
  const gone = [...before.keys()].filter((key) => !after.has(key)).map((key) => `${key}: gone`);
  const changed = [...after].flatMap(([key, row]) => {
    const was = before.get(key);
    if (!was) return [`${key}: new`];
    const fields = Object.keys(row).filter((field) => !RESTLESS.test(field));
    return fields
      .filter((field) => JSON.stringify(row[field]) !== JSON.stringify(was[field]))
      .map((field) => `${key}: ${field}`);
  });
  return [...gone, ...changed].toSorted();
}
