import { createHash } from 'node:crypto';
import type { Decision, Desk } from './bookkeeper';
import { refusing } from './mini-message';
import { later } from './retry-ladder';

export type SessionQuery = Partial<Record<'appid' | 'secret' | 'js_code' | 'grant_type', unknown>>;

export interface SessionAnswer {
  openid?: string;
  session_key?: string;
  errcode?: number;
  errmsg?: string;
}

const CODE_TTL_SECONDS = 5 * 60;
/** Who uses the developer tools without an AppID of their own: their codes are made up. */
const DEVTOOLS = 'devtools';
const SCRIPTED_CODE = /^user:([^:]{1,64}):(.+)$/s;

/** One openid per name and AppID, as long and as odd-looking as WeChat's. */
export function openidOf(appid: string, name: string): string {
  return `o${createHash('sha256').update(`${appid}\n${name}`).digest('base64url').slice(0, 27)}`;
}

/** code2Session: who stands behind a code of `wx.login`, told once. */
export function codeToSession(desk: Desk, query: SessionQuery): Decision<SessionAnswer> {
  const fault = callerFault(desk, query) ?? codeFault(desk, String(query.js_code));
  if (fault) return { answer: refusal(desk, fault) };

  const code = String(query.js_code);
  const owner = ownerOf(desk, code);
  const openid = openidOf(desk.config.WECHAT_APP_ID, owner.name);
  const session_key = desk.random.bytes(16).toString('base64');
  const usedCode = owner.once ? code : undefined;
  const known = desk.books.shoppers.has(openid) && !usedCode;
  return {
    event: known ? undefined : { kind: 'loggedIn', name: owner.name, openid, usedCode },
    answer: { session_key, openid },
  };
}

type Fault = readonly [errcode: number, errmsg: string];

function callerFault({ config }: Desk, query: SessionQuery): Fault | undefined {
  if (!query.appid) return [41002, 'appid missing'];
  if (query.appid !== config.WECHAT_APP_ID) return [40013, 'invalid appid'];
  if (!query.secret) return [41004, 'appsecret missing'];
  if (query.secret !== config.WECHAT_APP_SECRET) return [40125, 'invalid appsecret'];
  if (!query.js_code) return [41008, 'missing code'];
  if (typeof query.js_code !== 'string') return [40029, 'invalid code'];
  if (query.grant_type !== 'authorization_code') return [40002, 'invalid grant_type'];
  return undefined;
}

function codeFault({ books, now }: Desk, code: string): Fault | undefined {
  if (books.usedCodes.has(code)) return [40163, 'code been used'];
  const issued = books.issuedCodes.get(code);
  if (issued && later(issued.at, CODE_TTL_SECONDS) < now.toISOString()) return [40029, 'invalid code'];
  if (!issued && !SCRIPTED_CODE.test(code) && books.strict) return [40029, 'invalid code'];
  return undefined;
}

function ownerOf({ books }: Desk, code: string): { name: string; once: boolean } {
  const name = books.issuedCodes.get(code)?.name ?? SCRIPTED_CODE.exec(code)?.[1];
  return name ? { name, once: true } : { name: DEVTOOLS, once: false };
}

function refusal({ random }: Desk, [errcode, errmsg]: Fault): SessionAnswer {
  return refusing(random, errcode, errmsg);
}
