import type { Random } from '@app/common';
import { signV3, v3Message } from '@app/wechat';
import type { Forgery } from './faults';
import type { SigningPair } from './signing-pairs';

/** What is said to a call that was understood; a 204 has no body, and a file is not signed. */
export interface V3Said {
  status: number;
  body?: object;
  file?: string | Buffer;
}

/** Understood and refused: the error is signed. */
export class V3Rejected extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly detail?: object,
  ) {
    super(message);
  }
}

/** Not proven to be from the merchant: the error is for nobody, and not signed. */
export class V3Unheard extends V3Rejected {}

export interface Wrong {
  /** A pointer into the body, or a name. */
  field: string;
  value: unknown;
  issue: string;
}

export function wrongIn(location: 'body' | 'query' | 'header', { field, value, issue }: Wrong): V3Rejected {
  const detail = { field, value, issue, location };
  return new V3Rejected(400, 'PARAM_ERROR', `输入源“/${location}${field}”${issue}`, detail);
}

export function errorBody({ code, message, detail }: V3Rejected): object {
  return { code, message, detail };
}

export interface V3Voice {
  now: Date;
  random: Random;
  pair: SigningPair;
  forgery?: Forgery;
}

const STALE_SECONDS = 600;

/** The headers that prove a body to be WeChat's, fresh each time; of an answer and of a notice. */
export function proofOf(body: string, { now, random, pair, forgery }: V3Voice): Record<string, string> {
  if (forgery === 'unsigned') return {};
  const age = forgery === 'staleTimestamp' ? STALE_SECONDS : 0;
  const timestamp = String(Math.floor(now.getTime() / 1000) - age);
  const nonce = random.hex(16);
  const signed = forgery === 'badSign' ? `${body} ` : body;
  const signature = signV3(v3Message([timestamp, nonce, signed]), pair.privateKey);
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    // A probe looks like no signature at all: who decodes it must not stumble.
    'Wechatpay-Signature': forgery === 'probe' ? `WECHATPAY/SIGNTEST/${signature}` : signature,
    'Wechatpay-Serial': forgery === 'wrongSerial' ? random.hex(20) : pair.serial,
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
  };
}
