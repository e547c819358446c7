import { compactText } from './compact-text';
import { provinceOf } from './province';

const MOBILE = /^1[3-9]\d{9}$/;
/** Beijing's 010 and the 02x have eight digits, others seven or eight. */
const LANDLINE = /^0(?:(10|2\d)([2-9]\d{7})|([3-9]\d\d)([2-9]\d{6,7}))$/;
/** Companies' numbers, which have no area. */
const SERVICE = /^[48]00\d{7}$/;

/** National numbers, those of Taiwan without their 0. */
const ABROAD: Record<string, RegExp> = {
  852: /^[2-9]\d{7}$/,
  853: /^[268]\d{7}$/,
  886: /^(?:9\d{8}|2[2-8]\d{7}|[3-8]\d{7,8})$/,
};

/** Hong Kong's mobiles; people there have parcels sent to Shenzhen too. */
const HONG_KONG_MOBILE = /^[4-79]\d{7}$/;
const COUNTRY_OF_PROVINCE: Partial<Record<string, string>> = { 香港: '852', 澳门: '853', 台湾: '886' };

/** Of any spelling; more is no number, and not worth the search for one. */
const LONGEST = 60;
const DASHES = /\p{Pd}|\u2212/gu;
const EXTENSION = /^(.+?)(?:转|轉|分机|#|ext\.?|x)-?(\d{1,6})$/i;
const LAST_DASH = /^(.+)-(\d{1,6})$/;

/**
 * A telephone number in its one normal form, whatever way it was written; undefined: it is none of China's.
 *
 * - mainland mobile: `13800138000`
 * - landline, area code and extension by dashes: `020-81167888`, `0755-8116788-801`; 400 and 800: `4008208820`
 * - Hong Kong, Macau, Taiwan: `+85261234567`, `+85366123456`, `+886912345678`
 *
 * Without its country a number of eight digits is read by the address's province: one of Hong Kong, or of Macau. On
 * the mainland only mobiles of Hong Kong are, since the others may be landlines that lack their area code.
 */
export function phoneOf(text: string, province = '香港'): string | undefined {
  if (text.length > LONGEST) return undefined;
  const tidy = compactText(text).replaceAll(DASHES, '-').replaceAll(/[()]/g, '');
  const [, before = '', extension] = EXTENSION.exec(tidy) ?? LAST_DASH.exec(tidy) ?? [];
  const extended = numberOf(before, province);
  if (extended && !extended.startsWith('+')) return `${extended}-${extension}`;
  return numberOf(tidy, province);
}

/** Every number that a text may mean where no address says which: eight digits are Hong Kong's or Macau's. */
export function phonesOf(text: string): string[] {
  const meant = Object.keys(COUNTRY_OF_PROVINCE).flatMap((province) => phoneOf(text, province) ?? []);
  return [...new Set(meant)];
}

/** Without the extension that a normal form may have. */
export function withoutExtension(phone: string): string {
  return phone.replace(/-\d{1,6}$/, '');
}

/** For a spreadsheet, which would calculate what begins with a plus: `852-61234567`, which is read again like any. */
export function phoneCell(phone: string): string {
  return phone.replace(/^\+(\d{3})/, '$1-');
}

function numberOf(dashed: string, province: string): string | undefined {
  const text = dashed.replaceAll('-', '');
  const [, international] = /^(?:\+|00)(\d+)$/.exec(text) ?? [];
  if (international) return withCountry(international);
  if (!/^\d+$/.test(text)) return undefined;
  return mainland(text) ?? local(text, provinceOf(province)) ?? withCountry(text);
}

function withCountry(digits: string): string | undefined {
  const home = digits.startsWith('86') ? digits.slice(2) : '';
  if (home.length >= 10) return mainland(home) ?? mainland(`0${home}`);
  const [country, number] = [digits.slice(0, 3), digits.slice(3).replace(/^0/, '')];
  return ABROAD[country]?.test(number) ? `+${country}${number}` : undefined;
}

function mainland(digits: string): string | undefined {
  if (MOBILE.test(digits) || SERVICE.test(digits)) return digits;
  const [, capital, eight, area, number] = LANDLINE.exec(digits) ?? [];
  if (!capital && !area) return undefined;
  return capital ? `0${capital}-${eight}` : `0${area}-${number}`;
}

/** A number without country and area, by where its owner lives. */
function local(digits: string, province: string | undefined): string | undefined {
  if (/^09\d{8}$/.test(digits)) return `+886${digits.slice(1)}`;
  const country = COUNTRY_OF_PROVINCE[province ?? ''];
  if (country === '886' && digits.startsWith('0')) return withCountry(`886${digits}`);
  if (country && country !== '886') return withCountry(`${country}${digits}`);
  return HONG_KONG_MOBILE.test(digits) ? `+852${digits}` : undefined;
}
