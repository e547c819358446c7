/** WeChat counts characters or bytes, nobody knows: within 127 bytes it is right either way. */
const DESCRIPTION_BYTES = 127;

/** Line breaks are read differently by different XML parsers, and then the sign differs. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** What WeChat calls the goods, in the bill too: there a back-tick after a comma begins the next cell, and nothing is escaped. */
export function goodsName(text: string): string {
  return oneLine(text).replaceAll('`', "'");
}

/** Cut between characters, never inside one. */
export function shortened(text: string): string {
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > DESCRIPTION_BYTES) break;
    kept += character;
  }
  return kept;
}

/** v3 takes nothing beyond the first 65536 characters, emoji among them, and no half of such a one. */
export function plainText(text: string): string {
  return text.replaceAll(/[\u{10000}-\u{10FFFF}\p{Cs}\p{Cc}]/gu, '');
}

/** WeChat takes no more of a refund's reason. */
const REASON_CHARACTERS = 80;

/** A refund's reason, cut between characters. */
export function refundReason(text: string): string {
  return Array.from(text).slice(0, REASON_CHARACTERS).join('');
}
