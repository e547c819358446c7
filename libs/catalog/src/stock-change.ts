import { newestOfEach } from '@app/database';

/** How a merchant's change stands in the ledger: goods that came in, or a count that was wrong. */
export const CHANGE_KINDS = ['IN', 'ADJUST'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** More than any shelf holds, and far from the end of int4 when many of them meet. */
export const MAX_CHANGE = 1_000_000;
export const MAX_STOCKED = 1_000_000_000;

export interface StockChange {
  skuId: number;
  kind: ChangeKind;
  /** Pieces; an adjustment may be negative. */
  count: number;
  reason?: string;
  /** The merchant's paper; one paper moves a sku once. */
  ref?: string;
}

/**
 * Changes what is for sale and tells which skus could be changed: not below nothing, for what is held or sold is
 * not the merchant's any more. Rows are locked in id order, as every move of goods locks them; several changes of
 * one sku become one update, yet each keeps a ledger row of its own.
 */
export const CHANGE_STOCK = `
  with change as materialized (
    select * from unnest($1::int4[], $2::text[], $3::int4[], $4::text[], $5::text[])
      as change (sku_id, kind, count, reason, ref)
  ), locked as materialized (
    select sku_id from sku_stock where sku_id = any($1::int4[]) order by sku_id for no key update
  ), total as (
    select sku_id, sum(count)::int4 as count from change join locked using (sku_id) group by sku_id
  ), changed as (
    update sku_stock set stock = stock + total.count, stocked = stocked + total.count
    from total
    where sku_stock.sku_id = total.sku_id and stock + total.count >= 0
      and stocked + total.count <= ${MAX_STOCKED}
    returning sku_stock.sku_id, stock, reserved, sold
  ), written as (
    insert into stock_ledger (sku_id, kind, count, reason, ref, actor, at)
    select sku_id, kind, count, reason, ref, $6, now() + $7::interval
    from change join changed using (sku_id)
  )
  select sku_id as "skuId", stock, reserved, sold from changed`;

export function changeParams(changes: StockChange[]): unknown[] {
  return [
    changes.map((change) => change.skuId),
    changes.map((change) => change.kind),
    changes.map((change) => change.count),
    changes.map((change) => change.reason ?? null),
    changes.map((change) => change.ref ?? null),
  ];
}

/** Counters of a sku that never had any. */
export const OPEN_COUNTERS = `
  insert into sku_stock (sku_id, stock, stocked)
  select sku.id, 0, 0 from sku join product on product.id = product_id
  where sku.id = any($1::int4[]) and deleted_at is null
  on conflict (sku_id) do nothing`;

export const LIVE_SKU = `
  select sku.id from sku join product on product.id = product_id where sku.id = $1 and deleted_at is null`;

export interface LedgerRow {
  id: number;
  kind: string;
  count: number;
  orderId: number | null;
  causeId: number | null;
  actor: string;
  reason: string | null;
  ref: string | null;
  at: Date;
}

/** From the newest back, or from below the last one that was read. */
export const LEDGER_OF_SKU = `
  select m.id, m.kind, m.count, m.order_id as "orderId", m.cause_id as "causeId", m.actor, m.reason, m.ref, m.at
  from (select $1::int4 as sku_id) asked, ${newestOfEach('stock_ledger', ['sku_id'], { before: '$2', limit: '$3' })} m
  order by m.id desc`;
