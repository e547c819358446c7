import type { Random } from '@app/common';

/** Crockford's digits: no I, L, O, U to misread. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_LENGTH = 10;
const CHANCE_LENGTH = 10;

/**
 * WeChat's out_trade_no: 20 upper-case characters, milliseconds first so that the index grows at its
 * right edge, then 50 random bits so that nobody can guess or meet another's.
 */
export function orderNo(now: Date, random: Random): string {
  const chance = random.bytes(CHANCE_LENGTH);
  return timeDigits(now) + Array.from(chance, (byte) => DIGITS[byte & 31]).join('');
}

/** When orders were numbered whose numbers begin so, milliseconds since 1970, the end excluded; nothing where none can. */
export function timesOf(prefix: string): { fromMs: number; toMs: number } | undefined {
  const digits = Array.from(prefix.slice(0, TIME_LENGTH), (digit) => DIGITS.indexOf(digit));
  if (digits.includes(-1)) return undefined;
  const span = 32 ** (TIME_LENGTH - digits.length);
  const fromMs = digits.reduce((sum, digit) => sum * 32 + digit, 0) * span;
  return { fromMs, toMs: fromMs + span };
}

function timeDigits(now: Date): string {
  let rest = now.getTime();
  let text = '';
  for (let place = 0; place < TIME_LENGTH; place += 1) {
    text = DIGITS[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
