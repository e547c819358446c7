/** `closed`: the number is spent and no money moved. `abnormal`: the payer's card or account is dead. */
export type RefundState = 'processing' | 'success' | 'closed' | 'abnormal';

/** v2's words and v3's. */
const STATE_OF = new Map<unknown, RefundState>([
  ['PROCESSING', 'processing'],
  ['SUCCESS', 'success'],
  ['REFUNDCLOSE', 'closed'],
  ['CLOSED', 'closed'],
  ['CHANGE', 'abnormal'],
  ['ABNORMAL', 'abnormal'],
]);

/** A new status says nothing. */
export function refundStateOf(status: unknown): RefundState | undefined {
  return STATE_OF.get(status);
}
