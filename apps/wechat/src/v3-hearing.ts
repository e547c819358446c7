import { isUtf8 } from 'node:buffer';
import type { Desk } from './bookkeeper';
import { authorize } from './v3-authorization';
import type { Json, V3Call, V3Request } from './v3-call';
import { type V3Rejected, V3Unheard, wrongIn } from './v3-message';

/** Everything that is asked of a call before anybody looks at what it wants. */
export function hear(call: V3Call, desk: Desk): void {
  const { accept = '', 'user-agent': agent, 'content-type': type = '' } = call.headers;
  if (!/application\/json|\*\/\*/.test(accept)) throw malformed('Accept', accept, '须为application/json');
  if (!agent) throw malformed('User-Agent', '', '不能为空');
  if (call.method === 'POST' && !/^application\/json\s*(;|$)/i.test(type))
    throw malformed('Content-Type', type, '须为application/json');
  authorize(call, desk);
}

function malformed(field: string, value: string, issue: string): V3Unheard {
  const detail = { field, value, issue, location: 'header' };
  return new V3Unheard(400, 'PARAM_ERROR', `Http头${field}${issue}`, detail);
}

/** What the merchant wants; what is refused here is refused under WeChat's signature. */
export function readRequest(call: V3Call, { keys }: Desk): V3Request {
  const serial = call.headers['wechatpay-serial'];
  if (typeof serial === 'string' && !keys.pairFor(serial))
    throw wrongIn('header', { field: '/Wechatpay-Serial', value: serial, issue: '不存在' });
  const { params, query, origin } = call;
  return { params, query, origin, body: call.method === 'GET' ? {} : jsonIn(call.body) };
}

function jsonIn(bytes: Buffer): Json {
  if (!isUtf8(bytes)) throw unreadable('编码须为UTF-8');
  const body = parsed(bytes);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw unreadable('须为JSON对象');
  checkValues(body as Json);
  return body as Json;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw unreadable('不是正确的JSON');
  }
}

function unreadable(issue: string): V3Rejected {
  return wrongIn('body', { field: '/', value: '', issue });
}

/** No nulls, and no characters that take four bytes, wherever they stand: not even in fields that nobody knows. */
function checkValues(body: Json): void {
  const open: { pointer: string; value: unknown }[] = [{ pointer: '', value: body }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { pointer, value } = next;
    if (value === null) throw wrongIn('body', { field: pointer, value, issue: '不允许为null' });
    if (typeof value === 'string' && /[\u{10000}-\u{10FFFF}]/u.test(value))
      throw wrongIn('body', { field: pointer, value, issue: '含有四字节字符' });
    if (typeof value === 'object')
      for (const [name, inner] of Object.entries(value))
        open.push({ pointer: `${pointer}/${name}`, value: inner });
  }
}
