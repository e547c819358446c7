import { withoutExtension } from './phone';

const SHOWN_AT_START = 3;
const SHOWN_AT_END = 4;
const HIDDEN_AT_LEAST = 4;

/** `138****1234`: as a person recognises a number, and as WeChat wants to be told it; its extension is left out. */
export function maskedPhone(whole: string): string {
  const phone = withoutExtension(whole);
  const end = phone.length > SHOWN_AT_END ? phone.slice(-SHOWN_AT_END) : '';
  const atStart = phone.length - SHOWN_AT_END - HIDDEN_AT_LEAST;
  return `${phone.slice(0, Math.max(0, Math.min(SHOWN_AT_START, atStart)))}****${end}`;
}
