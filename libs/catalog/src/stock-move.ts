/** What a move says of itself in the ledger. */
export type LedgerKind = 'HOLD' | 'RELEASE' | 'SELL' | 'RETURN';

type Counter = 'stock' | 'reserved' | 'sold';

/** One order's move of one sku; `causeId` is the order (HOLD, RELEASE), the money_transaction (SELL) or the refund (RETURN). */
export interface StockMove {
  skuId: number;
  orderId: number;
  count: number;
  causeId: number;
  /** Who moved it: `shopper:ID`, `admin:ID`, `wechat` or `system`. */
  actor: string;
}

/** Some skus have too little; whoever catches it has rolled the transaction back. */
export class StockShort extends Error {
  constructor(readonly skuIds: number[]) {
    super(`too little stock of sku ${skuIds.join(', ')}`);
  }
}

/**
 * Moves goods between two counters and tells which skus had enough. Rows are locked in id order first: an
 * UPDATE alone locks them in the order its plan meets them, and two baskets with the same goods would
 * deadlock. Several orders' moves of one sku become one update, yet each keeps a ledger row of its own.
 */
export function moveSql(kind: LedgerKind, from: Counter, to: Counter): string {
  return `
    with move as materialized (
      select * from unnest($1::int4[], $2::int4[], $3::int4[], $4::int8[], $5::text[])
        as move (sku_id, order_id, count, cause_id, actor)
    ), locked as materialized (
      select sku_id from sku_stock where sku_id = any($1::int4[]) order by sku_id for no key update
    ), total as (
      select sku_id, sum(count) as count from move join locked using (sku_id) group by sku_id
    ), moved as (
      update sku_stock set ${from} = ${from} - total.count, ${to} = ${to} + total.count
      from total
      where sku_stock.sku_id = total.sku_id and ${from} >= total.count
      returning sku_stock.sku_id
    ), written as (
      insert into stock_ledger (sku_id, kind, count, order_id, cause_id, actor, at)
      select sku_id, '${kind}', count, order_id, cause_id, actor, now() + $6::interval
      from move join moved using (sku_id)
    )
    select sku_id as "skuId" from moved`;
}

/** The columns of `moveSql`. */
export function moveParams(moves: StockMove[], offset: string): unknown[] {
  return [
    moves.map((move) => move.skuId),
    moves.map((move) => move.orderId),
    moves.map((move) => move.count),
    moves.map((move) => move.causeId),
    moves.map((move) => move.actor),
    offset,
  ];
}
