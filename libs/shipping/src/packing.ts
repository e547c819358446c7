import type { AfterSaleKind, AfterSaleState, OpenAfterSale, Pieces } from '@app/payment';

/** A line as it was ordered. */
export interface PackedLine {
  skuId: number;
  name: string;
  spec: string;
  count: number;
}

/** Pieces of each line that no refund owns; a line of which none is left is not there. */
export function stillToSend(lines: readonly PackedLine[], refunded: readonly Pieces[]): PackedLine[] {
  return lines
    .map((line) => ({ ...line, count: line.count - piecesOf(refunded, line.skuId) }))
    .filter(({ count }) => count > 0);
}

/** Some pieces of an order's lines. */
export function partOf(lines: readonly PackedLine[], pieces: readonly Pieces[]): PackedLine[] {
  return lines
    .map((line) => ({ ...line, count: piecesOf(pieces, line.skuId) }))
    .filter(({ count }) => count > 0);
}

/** 粗陶马克杯 大×2；燕山油栗×1 */
export function listed(lines: readonly PackedLine[]): string {
  return lines.map(({ name, spec, count }) => `${name}${spec && ` ${spec}`}×${count}`).join('；');
}

const KIND: Record<AfterSaleKind, string> = { refund_only: '仅退款', return_refund: '退货退款' };

/** Of those that are open; the others stand in no list of what is to be sent. */
const STATE: Partial<Record<AfterSaleState, string>> = {
  asked: '待处理',
  agreed: '待退货',
  returning: '退货途中',
  refunding: '退款中',
  refund_closed: '退款被微信关闭',
};

/** 仅退款 待处理：粗陶马克杯×1 */
export function afterSaleWords(lines: readonly PackedLine[], { kind, state, lines: pieces }: OpenAfterSale) {
  return `${KIND[kind]} ${STATE[state] ?? state}：${listed(partOf(lines, pieces))}`;
}

function piecesOf(pieces: readonly Pieces[], skuId: number): number {
  return pieces.find((one) => one.skuId === skuId)?.count ?? 0;
}
