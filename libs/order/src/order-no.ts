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

function timeDigits(now: Date): string {
  let rest = now.getTime();
  let text = '';
  for (let place = 0; place < TIME_LENGTH; place += 1) {
    text = DIGITS[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
