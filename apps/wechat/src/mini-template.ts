import type { Desk } from './bookkeeper';
import type { Template } from './mini-books';

/** What the shop's "it is on its way" consists of: goods, order number, carrier, tracking number, time. */
const SHIPPED_KEYS = ['thing1', 'character_string2', 'phrase3', 'character_string4', 'time5'];

/** The shop's own template is known from the start; others are taught. */
export function templateOf(
  { books, config }: Pick<Desk, 'books' | 'config'>,
  templateId: unknown,
): Template | undefined {
  if (typeof templateId !== 'string') return undefined;
  const taught = books.mini.templates.get(templateId);
  if (taught) return taught;
  return templateId === config.WECHAT_TEMPLATE_SHIPPED ? { templateId, keys: SHIPPED_KEYS } : undefined;
}

const CHINESE = '\\p{Script=Han}';
const CLOCK = '([01]?\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?';
const DAY = '(\\d{4}年\\d{1,2}月\\d{1,2}日|\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2})';

/** What a value may look like, by its key without the number behind it. */
const VALUES: Record<string, RegExp> = {
  thing: /^.{1,20}$/su,
  number: /^(?=.{1,32}$)-?\d+(\.\d+)?$/,
  letter: /^[A-Za-z]{1,32}$/,
  symbol: /^[^\p{L}\p{N}]{1,5}$/u,
  character_string: /^[\x20-\x7e]{1,32}$/,
  time: new RegExp(`^(${DAY}\\s*)?${CLOCK}$`),
  date: new RegExp(`^${DAY}(\\s*${CLOCK})?$`),
  amount: /^[¥￥$€£]?\d{1,10}(\.\d+)?元?$/,
  phone_number: /^[\d+\-() #*]{1,17}$/,
  car_number: /^[\p{L}\d·]{1,8}$/u,
  name: new RegExp(`^([${CHINESE}·]{1,10}|[^${CHINESE}]{1,20})$`, 'u'),
  phrase: new RegExp(`^${CHINESE}{1,5}$`, 'u'),
};

export function isTemplateKey(key: string): boolean {
  return Object.hasOwn(VALUES, prefixOf(key)) && /\d$/.test(key);
}

/** The first key whose value the template does not take, missing and foreign keys too. */
export function wrongKey({ keys }: Template, data: Readonly<Record<string, unknown>>): string | undefined {
  const wrong = keys.find((key) => !fits(key, data[key]));
  return wrong ?? Object.keys(data).find((key) => !keys.includes(key));
}

function fits(key: string, field: unknown): boolean {
  const { value } = (field ?? {}) as { value?: unknown };
  return typeof value === 'string' && VALUES[prefixOf(key)]!.test(value);
}

function prefixOf(key: string): string {
  return key.replace(/\d+$/, '');
}
