/** Money is a whole number of fen; yuan exists only as text, at the wire. */

/** The largest amount of one order, in fen (ten million yuan). */
export const MAX_ORDER_FEN = 1_000_000_000;

/** `1999` → `"19.99"`, the decimal string of the wire. */
export function yuanOf(fen: number): string {
  if (!Number.isSafeInteger(fen)) throw new RangeError(`not a whole number of fen: ${fen}`);
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `"19.99"` → `1999`, by string and never by float; anything but at most two decimals is a RangeError. */
export function fenOf(yuan: string): number {
  const parts = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(yuan);
  if (!parts) throw new RangeError(`not an amount in yuan: ${yuan}`);
  return Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
}
