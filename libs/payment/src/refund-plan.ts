import { DomainError } from '@app/common';

/** What is asked for: nothing of both is everything that is left. */
export interface RefundWish {
  fen?: number;
  lines?: Pieces[];
}

export interface Pieces {
  skuId: number;
  count: number;
}

/** A line of the order; `fen` is what all its pieces cost together, `refunded` pieces belong to a refund already. */
export interface SoldLine extends Pieces {
  fen: number;
  refunded: number;
}

/** What can still be given back of a payment. */
export interface Refundable {
  restFen: number;
  lines: SoldLine[];
}

export interface RefundPlan {
  fen: number;
  lines: Pieces[];
}

/** How much goes back, and which pieces it stands for; a wish beyond what is left is a parameter error. */
export function planRefund(wish: RefundWish, left: Refundable): RefundPlan {
  if (left.restFen === 0) throw new DomainError('nothingToRefund');
  const lines = wish.lines ? chosen(wish.lines, left) : wish.fen === undefined ? allLeft(left) : [];
  const fen = wish.fen ?? (wish.lines ? Math.min(costOf(lines, left), left.restFen) : left.restFen);
  if (fen > left.restFen) throw DomainError.field('amount', 'amount超过可退金额');
  if (fen === 0) throw DomainError.field('lines', '所选商品没有可退金额');
  return { fen, lines };
}

/** Whether no other refund owns these pieces. */
export function areLeft(pieces: Pieces[], { lines }: Refundable): boolean {
  return pieces.every(({ skuId, count }) => {
    const line = lines.find((one) => one.skuId === skuId);
    return line !== undefined && count <= line.count - line.refunded;
  });
}

/** The same sku twice is one line. */
function chosen(wished: Pieces[], left: Refundable): Pieces[] {
  const counts = new Map<number, number>();
  for (const { skuId, count } of wished) counts.set(skuId, (counts.get(skuId) ?? 0) + count);
  return [...counts].map(([skuId, count]) => {
    if (!areLeft([{ skuId, count }], left)) throw DomainError.field('lines', `sku_id ${skuId}的可退件数不足`);
    return { skuId, count };
  });
}

function allLeft({ lines }: Refundable): Pieces[] {
  return lines
    .map(({ skuId, count, refunded }) => ({ skuId, count: count - refunded }))
    .filter(({ count }) => count > 0);
}

function costOf(pieces: Pieces[], { lines }: Refundable): number {
  return pieces.reduce((sum, { skuId, count }) => {
    const line = lines.find((one) => one.skuId === skuId)!;
    return sum + shareOf(line, line.refunded + count) - shareOf(line, line.refunded);
  }, 0);
}

/** The first so many pieces' part of a line; taken piece by piece the parts add up to the line, to the fen. */
function shareOf({ fen, count }: SoldLine, pieces: number): number {
  return Math.floor((fen * pieces) / count);
}
