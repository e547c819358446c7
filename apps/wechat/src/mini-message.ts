import type { Random } from '@app/common';
import type { Answer } from './answer';
import type { Json } from './v3-call';

/** Always HTTP 200, and JSON under the name of plain text, like Tencent's. */
export const MINI_CONTENT_TYPE = 'text/plain';
export const OK = { errcode: 0, errmsg: 'ok' } as const;

/** A call that WeChat refuses, by its errcode. */
export class MiniRejected extends Error {
  constructor(
    readonly errcode: number,
    errmsg: string,
  ) {
    super(errmsg);
  }
}

export function saying(words: object): Answer {
  return { status: 200, contentType: MINI_CONTENT_TYPE, body: JSON.stringify(words) };
}

/** The number of the call at the end of the words, so that nobody compares them. */
export function refusing(
  random: Random,
  errcode: number,
  errmsg: string,
): { errcode: number; errmsg: string } {
  const rid = [random.hex(4), random.hex(4)].join('-').toLowerCase();
  return { errcode, errmsg: `${errmsg}, rid: ${rid}` };
}

/** A form, an empty body and a list are no JSON object. */
export function readJson(raw: unknown): Json {
  const value = jsonIn(raw);
  if (!value) throw malformed();
  return value;
}

/** The JSON object in a body, if there is one. */
export function jsonIn(raw: unknown): Json | undefined {
  if (!Buffer.isBuffer(raw)) return undefined;
  try {
    const value: unknown = JSON.parse(raw.toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function malformed(field?: string): MiniRejected {
  return new MiniRejected(47001, field ? `data format error: ${field}` : 'data format error');
}
