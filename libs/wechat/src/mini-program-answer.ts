import { ok, rejected, unknown, type Outcome } from './outcome';
import { jsonObject } from './v3-object';
import type { WeChatAnswer } from './wechat-http';

export type MiniProgramAnswer = Readonly<Record<string, unknown>>;

/** The one unknown outcome after which WeChat has certainly done nothing. */
export const BUSY = 'WeChat is busy';

/** "Not now": too many today, too many this minute, two messages to one user at once. */
const NOT_NOW = new Set([45009, 45011, 43108]);

/**
 * Judged by its errcode alone: errors come as 200, and JSON comes as text/plain. `finals` are codes that mostly
 * mean "not now" but answer this question.
 */
export function judgeMiniProgram(
  { status, body }: WeChatAnswer,
  finals: readonly number[] = [],
): Outcome<MiniProgramAnswer> {
  if (status !== 200) return unknown(`HTTP ${status}`);
  const answer = jsonObject(body);
  if (!answer) return unknown('answer is no JSON object');
  const errcode = Number(answer.errcode ?? 0);
  if (errcode === 0) return ok(answer);
  if (errcode === -1) return unknown(BUSY);
  if (!Number.isInteger(errcode)) return unknown('answer with a broken errcode');
  if (NOT_NOW.has(errcode) && !finals.includes(errcode)) return unknown(`errcode ${errcode}`);
  return rejected(String(errcode), loggable(answer.errmsg));
}

/** An openid, a token or secret, a phone or another long number. */
const PERSONAL = /o[\w-]{27}|[\w-]{32,}|\d{11,}/g;

/** WeChat's words may repeat what it was told. */
function loggable(errmsg: unknown): string {
  return typeof errmsg === 'string' ? errmsg.replaceAll(PERSONAL, '…').slice(0, 200) : '';
}
