import { parseString } from 'xml2js';
import type { Fields } from './v2-sign';

const MAX_BYTES = 64 * 1024;
const DTD = /<!\s*(DOCTYPE|ENTITY)/i;
const FIELD_NAME = /^[A-Za-z_][\w.-]*$/;
const FORBIDDEN_IN_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
/** xml2js would resolve HTML's names too, which WeChat's signer does not know. */
const UNKNOWN_ENTITY = /&(?!(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[\dA-Fa-f]{1,6});)/;
const CDATA = '<![CDATA[';
const CDATA_END = ']]>';

/** Not a flat WeChat document; the message says why and repeats nothing of it. */
export class MalformedXml extends Error {}

/**
 * Reads one flat document exactly as written: no value is trimmed or converted. Everything that WeChat
 * never sends (a DTD, comments, nesting, attributes, a repeated field, a second root) is refused,
 * so that what was signed and what is read cannot differ.
 */
export function parseXml(raw: Buffer, root: 'xml' | 'root' = 'xml'): Fields {
  if (raw.length > MAX_BYTES) throw new MalformedXml('larger than 64 KiB');
  const text = textOf(raw);
  if (DTD.test(text)) throw new MalformedXml('carries a DTD');
  const markup = withoutCdata(text).trim();
  if (!FRAME_OF[root].test(markup)) throw new MalformedXml(`not one plain <${root}> element`);
  if (UNKNOWN_ENTITY.test(markup)) throw new MalformedXml('carries an entity');
  return flat(tree(text)[root]);
}

function textOf(raw: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    throw new MalformedXml('not UTF-8');
  }
}

/** xml2js stops listening at the first closed root; this makes sure that nothing follows it. */
const FRAME_OF = { xml: frameOf('xml'), root: frameOf('root') };

function frameOf(root: string): RegExp {
  return new RegExp(`^(?:<\\?xml\\b[^<>]*\\?>\\s*)?<${root}>(?:(?!</?${root}[\\s/>]|<[!?])[^])*</${root}>$`);
}

/** Walks by `indexOf` because a regular expression would take quadratic time on unclosed sections. */
function withoutCdata(text: string): string {
  const [head = '', ...sections] = text.split(CDATA);
  return head + sections.map(afterCdata).join('');
}

function afterCdata(section: string): string {
  const end = section.indexOf(CDATA_END);
  return end < 0 ? '' : section.slice(end + CDATA_END.length);
}

function tree(text: string): Record<string, unknown> {
  let fault: Error | null = null;
  let document: Record<string, unknown> | null = null;
  // With `async: false` the callback has run when parseString returns.
  parseString(text, { async: false, explicitArray: false, charkey: '#text' }, (error, result) => {
    fault ??= error;
    document ??= result as Record<string, unknown> | null;
  });
  if (fault || !document) throw new MalformedXml('not well-formed');
  return document;
}

/** Nesting and attributes arrive as objects, repeated and inherited names as arrays: all are refused here. */
function flat(root: unknown): Fields {
  if (typeof root !== 'object' || root === null) throw new MalformedXml('no fields');
  const fields = Object.create(null) as Fields;
  for (const [name, value] of Object.entries(root)) {
    if (typeof value !== 'string' || !FIELD_NAME.test(name)) throw new MalformedXml('not flat');
    if (xmlText(value) !== value) throw new MalformedXml('carries a forbidden character');
    fields[name] = value;
  }
  return fields;
}

/** Writes every value in CDATA. */
export function writeXml(fields: Fields, root: 'xml' | 'root' = 'xml'): string {
  const elements = Object.entries(fields).map(([name, value]) => `<${name}>${cdata(value)}</${name}>`);
  return `<${root}>${elements.join('')}</${root}>`;
}

/** `]]>` would end the section: it is cut in two. */
function cdata(value: string): string {
  const split = xmlText(value).replaceAll(CDATA_END, `]]${CDATA_END}${CDATA}>`);
  return `${CDATA}${split}${CDATA_END}`;
}

/** The text without what XML 1.0 cannot carry. Sign this, not the original, or the signs differ. */
export function xmlText(value: string): string {
  return value.replaceAll(FORBIDDEN_IN_XML, '');
}
