import { invariants } from '@app/reconciliation';
import type { Pool } from 'pg';

/** The setting's default. */
const SHORT_STOCK_GRACE_SECONDS = 3600;

export interface Goods {
  name: string;
  priceFen: number;
  stock: number;
  sizes: string[];
  /** Whether the first size is the default sku; without one the shopper has to choose. */
  hasDefault: boolean;
}

export interface Product {
  id: number;
  skuIds: number[];
}

/** A product with one sku, or one a size, written straight into the shop's tables. */
export async function plant(
  db: Pool,
  { name = '梨', priceFen = 1999, stock = 100, sizes = [''], hasDefault = true }: Partial<Goods>,
): Promise<Product> {
  const pictureId = await insert(
    db,
    `INSERT INTO picture (hash, media_type, bytes) VALUES (sha256('a'), 'image/png', 'a')
     ON CONFLICT (hash) DO UPDATE SET media_type = excluded.media_type RETURNING id`,
  );
  const id = await insert(db, `INSERT INTO product (name, picture_id) VALUES ($1, $2) RETURNING id`, [
    name,
    pictureId,
  ]);
  const skuIds: number[] = [];
  for (const spec of sizes) {
    const skuId = await insert(
      db,
      `INSERT INTO sku (product_id, spec, price_fen) VALUES ($1, $2, $3) RETURNING id`,
      [id, spec, priceFen],
    );
    await stockUp(db, skuId, stock);
    skuIds.push(skuId);
  }
  if (hasDefault) await db.query('UPDATE product SET default_sku_id = $2 WHERE id = $1', [id, skuIds[0]]);
  return { id, skuIds };
}

async function stockUp(db: Pool, skuId: number, stock: number): Promise<void> {
  await db.query(`INSERT INTO sku_stock (sku_id, stock, stocked) VALUES ($1, $2, $2)`, [skuId, stock]);
  if (stock > 0)
    await db.query(
      `INSERT INTO stock_ledger (sku_id, kind, count, actor, at) VALUES ($1, 'IN', $2, 'system', now())`,
      [skuId, stock],
    );
}

async function insert(db: Pool, sql: string, params: unknown[] = []): Promise<number> {
  const { rows } = await db.query<{ id: number }>(sql, params);
  return rows[0]!.id;
}

/** The invariants that are broken now, while the shop's clock is ahead by this much. */
export async function breachesOf(db: Pool, clockOffset = '0 seconds'): Promise<string[]> {
  const params = [clockOffset, SHORT_STOCK_GRACE_SECONDS];
  const broken: string[] = [];
  for (const { id, sql } of invariants) {
    const { rowCount } = await db.query(
      sql,
      params.filter((_, index) => sql.includes(`$${index + 1}`)),
    );
    if (rowCount) broken.push(id);
  }
  return broken;
}

/** Says that something is done within minutes of its time: after a jump of the clock, background work is late at first. */
export function isOfTime(id: string): boolean {
  return invariants.some((invariant) => invariant.id === id && invariant.sql.includes('$1'));
}
