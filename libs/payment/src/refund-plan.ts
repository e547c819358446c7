import { DomainError } from '@app/common';

/** WeChat takes no more refunds of one payment. */
export const MAX_REFUNDS = 50;

/** What is asked for: nothing of all three is everything that is left. */
export interface RefundWish {
  fen?: number;
  lines?: Pieces[];
  /** The freight, with the lines or alone; `false`: all that is left but it. */
  freight?: boolean;
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
  /** Nothing where a refund owns the freight already. */
  freightFen: number;
  lines: SoldLine[];
}

export interface RefundPlan {
  fen: number;
  lines: Pieces[];
  hasFreight: boolean;
}

/** How much goes back, and what it stands for; a wish beyond what is left is a parameter error. */
export function planRefund(wish: RefundWish, left: Refundable): RefundPlan {
  if (left.restFen === 0) throw new DomainError('nothingToRefund');
  const { lines, hasFreight, costFen } = subjectOf(wish, left);
  const fen = wish.fen ?? Math.max(0, Math.min(costFen, left.restFen));
  if (fen > left.restFen) throw DomainError.field('amount', 'amount超过可退金额');
  if (fen === 0) throw DomainError.field('lines', '所选商品没有可退金额');
  return { fen, lines, hasFreight };
}

/** An amount alone stands for nothing that was sold. */
function subjectOf({ fen, lines, freight }: RefundWish, left: Refundable) {
  if (lines || freight) {
    if (freight && left.freightFen === 0) throw DomainError.field('freight', '没有可退的运费');
    const pieces = chosen(lines ?? [], left);
    const costFen = costOf(pieces, left) + (freight ? left.freightFen : 0);
    return { lines: pieces, hasFreight: freight ?? false, costFen };
  }
  if (fen !== undefined) return { lines: [], hasFreight: false, costFen: fen };
  const hasFreight = freight !== false && left.freightFen > 0;
  return { lines: allLeft(left), hasFreight, costFen: left.restFen - (hasFreight ? 0 : left.freightFen) };
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
