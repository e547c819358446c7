/** Where a text stops being JSON, and what is wrong there, for a person who typed it. */
export interface JsonFault {
  /** Counted from 1. */
  line: number;
  reason: string;
}

type Wanted = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing';

interface Reading {
  text: string;
  wanted: Wanted;
  /** Objects and lists that are open, the innermost last. */
  open: ('{' | '[')[];
  /** Behind the last token. */
  at: number;
}

/** Inside quotes JSON forbids C0 alone, which `\\p{Cc}` holds beside DEL and C1. */
const TOKEN =
  /[{}[\],:]|"(?:[^"\\\p{Cc}]|[\x7F-\x9F]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\d.])|(?:true|false|null)(?![\p{L}\d_])/uy;
const BLANK = /[ \t\r\n]*/y;

/** What an input method for Chinese types in the place of JSON's own signs. */
const FULL_WIDTH: Record<string, string> = {
  '，': ',',
  '、': ',',
  '：': ':',
  '“': '"',
  '”': '"',
  '＂': '"',
  '‘': '"',
  '’': '"',
  "'": '"',
  '｛': '{',
  '｝': '}',
  '【': '[',
  '】': ']',
  '［': '[',
  '］': ']',
};

/** Undefined for a text that is JSON. */
export function jsonFault(text: string): JsonFault | undefined {
  const reading: Reading = { text, wanted: 'value', open: [], at: 0 };
  for (;;) {
    const from = behind(BLANK, text, reading.at);
    if (from === text.length) return reading.wanted === 'nothing' ? undefined : endFault(reading);
    const end = behind(TOKEN, text, from);
    if (end === from || !take(reading, text.slice(from, end))) return faultAt(reading, from);
    reading.at = end;
  }
}

function behind(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

/** False where the token is none of those that may follow. */
function take(reading: Reading, token: string): boolean {
  const { wanted, open } = reading;
  if (token === '}' || token === ']') {
    const isOpen = open.at(-1) === (token === '}' ? '{' : '[');
    const mayEnd = wanted === 'commaOrEnd' || wanted === (token === '}' ? 'keyOrEnd' : 'valueOrEnd');
    if (!isOpen || !mayEnd) return false;
    open.pop();
    reading.wanted = open.length > 0 ? 'commaOrEnd' : 'nothing';
    return true;
  }
  const next = nextOf(reading, token);
  if (next === undefined) return false;
  if (token === '{' || token === '[') open.push(token);
  reading.wanted = next;
  return true;
}

function nextOf({ wanted, open }: Reading, token: string): Wanted | undefined {
  if (token === ',') return wanted === 'commaOrEnd' ? (open.at(-1) === '{' ? 'key' : 'value') : undefined;
  if (token === ':') return wanted === 'colon' ? 'value' : undefined;
  if (wanted === 'key' || wanted === 'keyOrEnd') return token.startsWith('"') ? 'colon' : undefined;
  if (wanted !== 'value' && wanted !== 'valueOrEnd') return undefined;
  if (token === '{') return 'keyOrEnd';
  if (token === '[') return 'valueOrEnd';
  return open.length > 0 ? 'commaOrEnd' : 'nothing';
}

function endFault({ text, open }: Reading): JsonFault {
  const missing = open.map((sign) => (sign === '{' ? '}' : ']')).toReversed();
  const reason = missing.length > 0 ? `末尾缺少“${missing.join('').slice(0, 20)}”` : '没有内容';
  return { line: lineOf(text, text.trimEnd().length), reason };
}

function faultAt(reading: Reading, from: number): JsonFault {
  const { text, wanted, at } = reading;
  const here = text.slice(from);
  const [sign = ''] = here;
  const before = text[at - 1];
  const fault = (reason: string, place = from): JsonFault => ({ line: lineOf(text, place), reason });

  const ascii = FULL_WIDTH[sign];
  if (ascii) return fault(`有“${sign}”，请换成英文的“${ascii}”`);
  if (/^\/[/*]/.test(here)) return fault('有注释，JSON里不能写注释');
  if (sign === '"' && behind(TOKEN, text, from) === from)
    return fault('的双引号没有成对，或引号里有换行、多余的“\\”');
  if (before === ',' && (sign === '}' || sign === ']')) return fault('末尾多了一个逗号', at - 1);
  if (sign === ',') return fault('多了一个逗号，或逗号前缺少内容');
  if (/^[-+.\d]/.test(sign))
    return fault(`的“${wordOf(here)}”不是数字的写法，文字、电话和编号请加英文双引号`);
  if (/^[\p{L}_$]/u.test(sign)) return fault(`的“${wordOf(here)}”请加英文双引号`);
  if (wanted === 'colon') return fault('缺少英文冒号“:”', at);
  if (wanted === 'commaOrEnd' && /["[{]/.test(sign)) return fault('末尾缺少英文逗号“,”', at);
  if (wanted === 'nothing') return fault('有多余的内容');
  return fault(`的“${sign}”不该出现在这里`);
}

function wordOf(text: string): string {
  return /^[^\s,，:：{}[\]"]{1,20}/u.exec(text)?.[0] ?? '';
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}
