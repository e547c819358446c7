import type { Answer } from '../given/client';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const KB = 1024;

/** Half of an emoji: legal JSON, and no text. */
const LONE_SURROGATE = '\ud83d';

/** Bodies that no route can want: what they are, their content type, their bytes. */
export const BODIES: [what: string, type: string | undefined, bytes: string | Buffer][] = [
  ['nothing', JSON_TYPE, ''],
  ['nothing, as a form', FORM_TYPE, ''],
  ['half an object', JSON_TYPE, '{"products":['],
  ['a text', JSON_TYPE, '"text"'],
  ['a number', JSON_TYPE, '1'],
  ['null', JSON_TYPE, 'null'],
  ['true', JSON_TYPE, 'true'],
  ['NaN', JSON_TYPE, '{"id":NaN}'],
  ['a list', JSON_TYPE, '[]'],
  ['a list of objects', JSON_TYPE, '[{"id":1,"products":[{"product_id":1,"count":1}]}]'],
  ['an empty object', JSON_TYPE, '{}'],
  ['an object after a byte order mark', JSON_TYPE, '\ufeff{}'],
  ['no UTF-8', JSON_TYPE, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ['UTF-16', JSON_TYPE, Buffer.from('{"id":1}', 'utf16le')],
  ['10,000 brackets', JSON_TYPE, '['.repeat(10_000)],
  ['10,000 lists in lists', JSON_TYPE, `{"id":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ['5,000 objects in objects', JSON_TYPE, `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
  ['a prototype', JSON_TYPE, '{"__proto__":{"id":1,"kind":"admin"}}'],
  ['a constructor', JSON_TYPE, '{"constructor":{"prototype":{"id":1}}}'],
  ['methods of an object', JSON_TYPE, '{"toString":1,"valueOf":1,"hasOwnProperty":1,"then":1}'],
  ['10,000 fields', JSON_TYPE, `{${Array.from({ length: 5_000 }, (_, i) => `"f${i}":1`).join()}}`],
  ['10,000 lines', JSON_TYPE, `{"products":[${Array.from({ length: 10_000 }, () => '1').join()}]}`],
  [
    '10,000 good lines',
    JSON_TYPE,
    JSON.stringify({ products: Array.from({ length: 10_000 }, () => ({ product_id: 1, count: 1 })) }),
  ],
  ['70 KB', JSON_TYPE, JSON.stringify({ code: 'x'.repeat(70 * KB) })],
  ['5 MB', JSON_TYPE, JSON.stringify({ code: 'x'.repeat(5 * KB * KB) })],
  ['a form of 5 MB', FORM_TYPE, `code=${'x'.repeat(5 * KB * KB)}`],
  ['a nested form', FORM_TYPE, 'products[0][product_id]=1&products[0][count]=1'],
  ['a form of a prototype', FORM_TYPE, '__proto__[id]=1&__proto__=1&constructor=1'],
  ['a form of broken escapes', FORM_TYPE, 'id=%zz&name=%&code=%ff%fe'],
  ['a form of U+0000', FORM_TYPE, 'id=%00&name=%00&code=%00&ac=%00&se=%00&token=%00'],
  ['a form of separators', FORM_TYPE, '&&&===&=&'],
  ['a form of 10,000 names', FORM_TYPE, Array.from({ length: 10_000 }, (_, i) => `a${i}`).join('&')],
  ['a form called JSON', JSON_TYPE, 'code=user:eve:1'],
  ['JSON called a form', FORM_TYPE, '{"id":1}'],
  ['plain text', 'text/plain', '{"id":1}'],
  ['XML', 'text/xml', '<xml><return_code>SUCCESS</return_code></xml>'],
  ['bytes', 'application/octet-stream', Buffer.from([0, 1, 2, 3])],
  ['5 MB of bytes', 'application/octet-stream', Buffer.alloc(5 * KB * KB)],
  ['a multipart form', 'multipart/form-data; boundary=x', '--x\r\n\r\n1\r\n--x--'],
  ['a multipart form without a boundary', 'multipart/form-data', '--x--'],
  ['no content type', undefined, '{"id":1}'],
  ['a nonsensical content type', 'nonsense', '{"id":1}'],
  ['a content type of separators', ';;,/', '{"id":1}'],
  ['a charset nobody knows', 'application/json; charset=klingon', '{'],
];

/** What no text, number, id or list of lines can be. */
export const WRONG_VALUES: [what: string, value: unknown][] = [
  ['an empty list', []],
  ['a list of a number', [1]],
  ['a list of lists', [[{ product_id: 1, count: 1 }]]],
  ['an object', {}],
  ['an object with methods', { toString: 1, valueOf: 1, length: 1 }],
  ['1e308', 1e308],
  ['U+0000', 'a\0b'],
  ['a lone surrogate', LONE_SURROGATE],
  ['50,000 characters', 'x'.repeat(50_000)],
];

/** What no id, count or page can be. */
// prettier-ignore
export const NO_POSITIVE_NUMBERS: unknown[] = [
  0, -1, 1.5, 1e-7, 2 ** 31, 2 ** 53, 1e308, -0, true, false, null,
  '0', '-1', '1.5', '1e3', '0x10', '１', ' 1', '1 ', '+1', '', ' ', 'abc', 'NaN', 'Infinity', '1,2',
  '9'.repeat(30), "1' or '1'='1", 'a\0b', LONE_SURROGATE, [], [1], ['1'], {}, { id: 1 },
];

/** The same as it stands in an address, together with what only an address can be. */
// prettier-ignore
export const HOSTILE_SEGMENTS = [
  '0', '-1', '1.5', '1e3', '0x10', '%2B1', '%EF%BC%91', 'abc', 'NaN', 'null', 'undefined', 'true',
  '2147483648', '9'.repeat(90), '9'.repeat(400), '1%2C2', "1'%20or%20'1'='1", '%20', '1%20',
  '%00', '1%00', '%ff', '%zz', '%', '%E4%BD%A0', '%ED%A0%80', '%F0%9F%98%80', '..%2f..%2fetc', '%2e%2e',
  '__proto__', 'constructor', 'x'.repeat(5_000),
];

// prettier-ignore
export const HOSTILE_QUERIES = [
  '?', '&&&', '=', '%', '%zz=%zz', '__proto__=1', 'constructor=1&toString=1', '__proto__[id]=1',
  '[]=1', 'id[]=1&id[]=2', 'id[a][b]=1', 'x'.repeat(5_000), `id=${'9'.repeat(5_000)}`,
  Array.from({ length: 1_000 }, (_, i) => `a${i}=1`).join('&'), 'id=1;drop table product', 'a%00=b%00',
].map((query) => query.replaceAll(' ', '%20'));

/** Words of drivers, parsers and stacks. */
const FOREIGN_WORDS =
  /undefined|\[object|NaN|QueryFailed|violates|syntax|relation |column |invalid input|node_modules|TypeError|Unexpected|Cannot |ECONN|\bpg_|    at /i;

/** What is wrong with an answer: a 5xx, an error that has not the contract's shape, or too many words. */
export function faultOf({ status, body }: Answer, path: string): string | undefined {
  if (status >= 500) return `${status} ${JSON.stringify(body)}`;
  if (status < 400) return undefined;
  const keys = typeof body === 'object' && body ? Object.keys(body).toSorted().join() : typeof body;
  if (keys !== 'error_code,msg,request_url') return `${status} with ${keys}`;
  const { msg, error_code, request_url } = body;
  if (!Number.isInteger(error_code)) return `error_code ${error_code}`;
  if (request_url !== path) return `request_url ${request_url}`;
  const messages: unknown[] = typeof msg === 'string' ? [msg] : Object.values(msg ?? {});
  if (messages.length === 0 || !messages.every((text) => typeof text === 'string' && text !== ''))
    return `msg ${JSON.stringify(msg)}`;
  // What stands between Chinese quotes is what the caller wrote.
  return messages.some((text) => FOREIGN_WORDS.test(String(text).replaceAll(/“[^”]*”/g, '')))
    ? `msg ${JSON.stringify(msg)}`
    : undefined;
}
