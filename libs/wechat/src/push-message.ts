import { createHash } from 'node:crypto';
import { NoticeRejected } from './pay-gateway';
import { openPush, verifyPush } from './push-seal';
import { jsonObject } from './v3-object';
import { MalformedXml, parseXml } from './v2-xml';

/** What both sides typed into the mini-program's portal. */
export interface PushReader {
  appId: string;
  token: string;
  /** With one, only sealed messages are believed: the plain mode's signature does not cover the body. */
  aesKey?: string;
}

/** As it came in; a repeated parameter is a list. */
export type PushQuery = Readonly<Record<string, unknown>>;

/** A verified message. Only `readPush` makes them. */
export interface PushMessage {
  /** The event's name, or the type of what is none. */
  readonly name: string;
  /** The same in every repeat, and nobody's openid. */
  readonly eventKey: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly [authenticity]: true;
}
declare const authenticity: unique symbol;

const MAX_BYTES = 64 * 1024;
const ECHO = /^[\x20-\x7e]{1,256}$/;
const NAME = /^\w{1,64}$/;

/** The check that the portal makes of our address: the text to answer with. Throws NoticeRejected. */
export function readUrlCheck(query: PushQuery, { token }: PushReader): string {
  checkQuery(query, token);
  const echo = parameter(query, 'echostr');
  if (!ECHO.test(echo)) throw new NoticeRejected('echostr is malformed', 'malformed');
  return echo;
}

/** Verifies, then reads. Throws NoticeRejected, whose words are safe to log. */
export function readPush(raw: Buffer, query: PushQuery, reader: PushReader): PushMessage {
  if (raw.length > MAX_BYTES) throw new NoticeRejected('larger than 64 KiB', 'malformed');
  const fields = fieldsOf(reader.aesKey ? opened(raw, query, reader) : plain(raw, query, reader));
  const name = fields.MsgType === 'event' ? fields.Event : fields.MsgType;
  if (typeof name !== 'string' || !NAME.test(name))
    throw new NoticeRejected('neither an event nor a message', 'malformed');
  return { name, eventKey: eventKey(name, fields), fields } as PushMessage;
}

function plain(raw: Buffer, query: PushQuery, { token }: PushReader): Buffer {
  if (query.encrypt_type === 'aes') throw new NoticeRejected('is sealed, and WECHAT_PUSH_AES_KEY is not set');
  checkQuery(query, token);
  return raw;
}

function opened(raw: Buffer, query: PushQuery, { appId, token, aesKey = '' }: PushReader): Buffer {
  if (query.encrypt_type !== 'aes') throw new NoticeRejected('is not sealed');
  const sealed = fieldsOf(raw, 'unproven').Encrypt;
  if (typeof sealed !== 'string') throw new NoticeRejected('nothing is sealed in it');
  const [timestamp, nonce] = [parameter(query, 'timestamp'), parameter(query, 'nonce')];
  if (!verifyPush(parameter(query, 'msg_signature'), token, timestamp, nonce, sealed))
    throw new NoticeRejected('msg_signature does not verify');

  const push = openPush(sealed, aesKey);
  if (!push) throw new NoticeRejected('does not open under WECHAT_PUSH_AES_KEY');
  if (push.appId !== appId) throw new NoticeRejected('of another app');
  return push.message;
}

function checkQuery(query: PushQuery, token: string): void {
  const [timestamp, nonce] = [parameter(query, 'timestamp'), parameter(query, 'nonce')];
  if (!verifyPush(parameter(query, 'signature'), token, timestamp, nonce))
    throw new NoticeRejected('signature does not verify');
}

function parameter(query: PushQuery, name: string): string {
  const value = query[name];
  if (typeof value !== 'string' || value === '') throw new NoticeRejected(`no single ${name}`);
  return value;
}

/** JSON or XML, as was chosen in the portal. */
function fieldsOf(bytes: Buffer, fault: 'unproven' | 'malformed' = 'malformed'): Record<string, unknown> {
  const json = jsonObject(bytes);
  if (json) return json;
  try {
    return parseXml(bytes);
  } catch (error) {
    if (error instanceof MalformedXml)
      throw new NoticeRejected(`neither JSON nor flat XML: ${error.message}`, fault);
    throw error;
  }
}

/** By WeChat's rule for repeats: who, when, what, and of which order. Hashed, since it names a person. */
function eventKey(name: string, fields: Record<string, unknown>): string {
  const { FromUserName, CreateTime, MsgId, transaction_id, merchant_id, merchant_trade_no } = fields;
  const parts = [FromUserName, CreateTime, name, MsgId, transaction_id, merchant_id, merchant_trade_no];
  const text = parts.map((part) => (part === undefined ? '' : String(part))).join('\n');
  return createHash('sha256').update(text).digest('hex');
}
