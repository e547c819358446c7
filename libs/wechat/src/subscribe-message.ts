import { cutText } from './cut-text';
import { oneLine } from './description';

/** `{ thing1: '云南普洱茶', time2: '2026年1月1日 08:12' }`: exactly the keys of the template. */
export type TemplateValues = Readonly<Record<string, string>>;

export interface SubscribeMessage {
  openid: string;
  templateId: string;
  /** Of the mini-program, with its query; without one the message opens nothing. */
  page?: string;
  data: TemplateValues;
}

export interface SubscribeBody {
  touser: string;
  template_id: string;
  page?: string;
  data: Record<string, { value: string }>;
  miniprogram_state: 'formal';
  lang: 'zh_CN';
}

/** A value that breaks its template; the message names the key, and no value. */
export class UnsendableMessage extends Error {}

/** Throws UnsendableMessage. */
export function subscribeBody({ openid, templateId, page, data }: SubscribeMessage): SubscribeBody {
  const entries = Object.entries(data).map(([key, value]) => [key, { value: fitting(key, value) }]);
  if (entries.length === 0) throw new UnsendableMessage('no data');
  return {
    touser: openid,
    template_id: templateId,
    page,
    data: Object.fromEntries(entries) as SubscribeBody['data'],
    // The newest page of WeChat's asks for both, the older one for neither.
    miniprogram_state: 'formal',
    lang: 'zh_CN',
  };
}

const DAY = /(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}日?|\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}月\d{1,2}日)/.source;
const HOUR = /(?:[01]?\d|2[0-3])[:：][0-5]\d(?:[:：][0-5]\d)?/.source;

/** A text is cut; a fact that does not fit would be another one when cut, and is refused. */
const LIMITS = new Map<string, { max: number } | { only: RegExp }>([
  ['thing', { max: 20 }],
  ['phrase', { max: 5 }],
  ['name', { max: 20 }],
  ['number', { only: /^-?\d{1,32}(?:\.\d{1,31})?$/ }],
  ['letter', { only: /^[A-Za-z]{1,32}$/ }],
  ['symbol', { only: /^[\p{P}\p{S}]{1,5}$/u }],
  ['character_string', { only: /^[\x21-\x7e](?:[\x20-\x7e]{0,30}[\x21-\x7e])?$/ }],
  ['time', { only: new RegExp(`^(?:${DAY} ?)?${HOUR}$`) }],
  ['date', { only: new RegExp(`^${DAY}(?: ?${HOUR})?$`) }],
  ['amount', { only: /^\p{Sc}?\d{1,10}(?:\.\d{1,2})?元?$/u }],
  ['phone_number', { only: /^[\d+\-() ]{1,17}$/ }],
  ['car_number', { only: /^[\p{Script=Han}A-Za-z\d]{1,8}$/u }],
]);

const HAN = /\p{Script=Han}/u;
const MAX_HAN_NAME = 10;

function fitting(key: string, value: string): string {
  const prefix = /^([a-z_]+)\d+$/.exec(key)?.[1] ?? '';
  const limit = LIMITS.get(prefix);
  if (!limit) throw new UnsendableMessage(`data.${key} is no key of a template`);

  const text = oneLine(value);
  if ('max' in limit) {
    const max = prefix === 'name' && HAN.test(text) ? MAX_HAN_NAME : limit.max;
    if (text !== '') return cutText(text, max);
  } else if (limit.only.test(text)) return text;
  throw new UnsendableMessage(`data.${key}.value is not what the template takes`);
}
