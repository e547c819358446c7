import type { Decision, Desk } from './bookkeeper';
import { openidOf } from './login-code';
import type { PhoneCode, PhoneNumber } from './mini-books';
import { MiniRejected, OK } from './mini-message';
import { later } from './retry-ladder';
import type { Json } from './v3-call';

const CODE_TTL_SECONDS = 5 * 60;
const HOME = '86';
const NUMBER = /^(?:\+?(\d{1,3})[ -])?(\d{5,14})$/;
/** Code of a story that is written down: `phone:13800138000:1`, `phone:852-61234567:1`. */
const SCRIPTED_CODE = /^phone:([^:]+):(.+)$/s;

/** `13800138000`, `+852 61234567` or `852-61234567`; without a country it is China's. */
export function phoneNumberIn(text: string): PhoneNumber | undefined {
  const [, countryCode = HOME, number] = NUMBER.exec(text) ?? [];
  return number ? { countryCode, number } : undefined;
}

/** The shopper taps "allow" on the button that shows his number: a code that is good for five minutes, once. */
export function issuePhoneCode(
  { now, random }: Desk,
  phone: PhoneNumber,
  name: string,
): Decision<{ code: string }> {
  const code = random.hex(32).toLowerCase();
  const phoneCode = { ...phone, code, name, at: now.toISOString() };
  return { event: { kind: 'phoneCodeIssued', phoneCode }, answer: { code } };
}

/** getPhoneNumber: whose number stands behind a code, told once. */
export function phoneNumber(desk: Desk, { code, openid }: Json): Decision<object> {
  const owner = ownerOf(desk, code);
  if (!owner) throw new MiniRejected(40029, 'invalid code');
  if (openid !== undefined && !isPaired(desk, owner, openid)) throw new MiniRejected(40003, 'invalid openid');

  return {
    event: { kind: 'phoneCodeUsed', code: owner.code },
    answer: { ...OK, phone_info: phoneInfo(desk, owner) },
  };
}

/** A scripted code belongs to nobody, so it goes with every shopper. */
type Owner = PhoneNumber & { code: string; name?: string };

function ownerOf({ books, now }: Desk, code: unknown): Owner | undefined {
  if (typeof code !== 'string' || books.mini.usedPhoneCodes.has(code)) return undefined;
  const issued = books.mini.phoneCodes.get(code);
  if (issued) return isFresh(issued, now) ? issued : undefined;
  const phone = phoneNumberIn(SCRIPTED_CODE.exec(code)?.[1] ?? '');
  return phone && { ...phone, code };
}

function isFresh({ at }: PhoneCode, now: Date): boolean {
  return later(at, CODE_TTL_SECONDS) >= now.toISOString();
}

function isPaired({ books, config }: Desk, { name }: Owner, openid: unknown): boolean {
  if (name) return openid === openidOf(config.WECHAT_APP_ID, name);
  return typeof openid === 'string' && books.shoppers.has(openid);
}

function phoneInfo({ config, now }: Desk, { countryCode, number }: PhoneNumber): object {
  return {
    phoneNumber: countryCode === HOME ? number : `+${countryCode}${number}`,
    purePhoneNumber: number,
    countryCode,
    watermark: { timestamp: Math.floor(now.getTime() / 1000), appid: config.WECHAT_APP_ID },
  };
}
