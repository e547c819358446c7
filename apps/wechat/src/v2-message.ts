import type { AppConfig, Random, V2SignType } from '@app/common';
import { parseXml, signV2, verifyV2, writeXml } from '@app/wechat';
import { isUtf8 } from 'node:buffer';
import type { Desk } from './bookkeeper';
import type { Books } from './books';
import { FOREIGN_APPID, type Forgery } from './faults';
import { heldKey } from './held-keys';

export type Fields = Record<string, string>;

/** A request whose merchant is known and whose signature is right; empty elements are left out. */
export interface V2Request {
  fields: Fields;
  signType: V2SignType;
}

/** Not understood, or not from the merchant: answered with return_code FAIL and never signed. */
export class V2Unheard extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Understood and refused: a signed answer with result_code FAIL. */
export class V2Rejected extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const SIGN_LENGTH: Record<V2SignType, number> = { MD5: 32, 'HMAC-SHA256': 64 };

export function readV2Request(raw: unknown, desk: Pick<Desk, 'books' | 'config'>): V2Request {
  const { config } = desk;
  const received = parse(raw);
  if (!received.mch_id || !received.appid) throw new V2Unheard('LACK_PARAMS', '缺少参数appid或mch_id');
  if (received.mch_id !== config.WECHAT_PAY_MCH_ID) throw new V2Unheard('MCHID_NOT_EXIST', 'MCHID不存在');
  if (received.appid !== config.WECHAT_APP_ID) throw new V2Unheard('APPID_NOT_EXIST', 'APPID不存在');

  const signType = received.sign_type || 'MD5';
  if (signType !== 'MD5' && signType !== 'HMAC-SHA256')
    throw new V2Unheard('SIGNERROR', '签名错误：sign_type只能是MD5或HMAC-SHA256');
  if (!isSignedBy(received, heldKey(desk, 'v2'), signType))
    throw new V2Unheard('SIGNERROR', '签名错误，请检查后再试');
  return { fields: present(received), signType };
}

function parse(raw: unknown): Fields {
  if (!Buffer.isBuffer(raw) || raw.length === 0) throw new V2Unheard('POST_DATA_EMPTY', 'post数据为空');
  if (!isUtf8(raw)) throw new V2Unheard('NOT_UTF8', '编码格式错误，请使用UTF-8');
  try {
    return parseXml(raw);
  } catch {
    throw new V2Unheard('XML_FORMAT_ERROR', 'XML格式错误');
  }
}

/** By the type the request names itself, MD5 where it names none: the real one does not guess by length. */
function isSignedBy(fields: Fields, key: string, type: V2SignType): boolean {
  return fields.sign?.length === SIGN_LENGTH[type] && verifyV2(fields, [key]);
}

function present(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

interface Voice {
  books: Books;
  config: AppConfig;
  random: Random;
  signType: V2SignType;
  forgery?: Forgery;
}

/** An answer or a notice: WeChat's frame around the fields, signed with the merchant's key. */
export function writeV2Signed(fields: Fields, voice: Voice): string {
  const { config, random, signType, forgery } = voice;
  const said = {
    return_code: 'SUCCESS',
    return_msg: 'OK',
    appid: forgery === 'foreignAppid' ? FOREIGN_APPID : config.WECHAT_APP_ID,
    mch_id: config.WECHAT_PAY_MCH_ID,
    nonce_str: random.hex(16),
    ...present(fields),
  };
  const key = forgery === 'badSign' ? random.hex(16) : heldKey(voice, 'v2');
  return writeXml({ ...said, sign: signV2(said, key, signType) });
}

/** A refusal that nobody can verify. The real one leaves the code out; a developer is glad of it. */
export function writeV2Unheard({ code, message }: V2Unheard): string {
  return writeXml({ return_code: 'FAIL', return_msg: message, err_code: code });
}
