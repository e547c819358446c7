import { beijingTime, type Random } from '@app/common';
import type { Decision, Desk } from './bookkeeper';
import type { AccessToken } from './mini-books';
import { malformed, MiniRejected } from './mini-message';
import { later } from './retry-ladder';
import type { Json } from './v3-call';

const TTL_SECONDS = 7200;
/** In the last minutes a new token is made, and the old one works for as long beside it. */
const OVERLAP_SECONDS = 300;
const FORCED_A_DAY = 20;
const FORCED_PAUSE_SECONDS = 30;

/** getStableAccessToken: the same token for all who ask, until it comes to its end. */
export function stableToken(desk: Desk, body: Json): Decision<object> {
  checkCaller(desk, body);
  const { force_refresh: forced = false } = body;
  if (typeof forced !== 'boolean') throw malformed('force_refresh');

  const { now, books } = desk;
  const current = books.mini.currentToken;
  if (forced) checkForce(books.mini.forcedAt, now);
  else if (current && secondsLeft(current, now) > OVERLAP_SECONDS)
    return { answer: tokenAnswer(current, now) };

  const issued = newToken(desk, forced);
  const oldGoodUntil = forced ? undefined : later(issued.issuedAt, OVERLAP_SECONDS);
  return {
    event: { kind: 'tokenIssued', token: issued, oldGoodUntil },
    answer: tokenAnswer(issued, now),
  };
}

function checkCaller({ config }: Desk, { grant_type, appid, secret }: Json): void {
  if (grant_type !== 'client_credential') throw new MiniRejected(40002, 'invalid grant_type');
  if (!appid) throw new MiniRejected(41002, 'appid missing');
  if (appid !== config.WECHAT_APP_ID) throw new MiniRejected(40013, 'invalid appid');
  if (!secret) throw new MiniRejected(41004, 'appsecret missing');
  if (secret !== config.WECHAT_APP_SECRET) throw new MiniRejected(40125, 'invalid appsecret');
}

function checkForce(forcedAt: readonly string[], now: Date): void {
  const last = forcedAt.at(-1);
  if (last && later(last, FORCED_PAUSE_SECONDS) > now.toISOString())
    throw new MiniRejected(45011, 'api minute-quota reach limit  mustslower  retry next minute');
  const today = dayOf(now);
  if (forcedAt.filter((at) => dayOf(new Date(at)) === today).length >= FORCED_A_DAY)
    throw new MiniRejected(45009, 'reach max api daily quota limit');
}

function dayOf(at: Date): string {
  return beijingTime(at).slice(0, 10);
}

function newToken({ now, random }: Desk, forced: boolean): AccessToken {
  const issuedAt = now.toISOString();
  return { token: tokenText(random), issuedAt, expiresAt: later(issuedAt, TTL_SECONDS), forced };
}

/** As long as Tencent's, and with the letters of base64url. */
function tokenText(random: Random): string {
  return `${10 + random.below(90)}_${random.bytes(102).toString('base64url')}`;
}

function tokenAnswer(token: AccessToken, now: Date): object {
  return { access_token: token.token, expires_in: secondsLeft(token, now) };
}

function secondsLeft({ expiresAt }: AccessToken, now: Date): number {
  return Math.floor((Date.parse(expiresAt) - now.getTime()) / 1000);
}

/** Every other call shows a token in its address. */
export function checkAccessToken({ books, now }: Desk, shown: unknown): void {
  if (!shown) throw new MiniRejected(41001, 'access_token missing');
  const expiresAt = books.mini.tokens.get(String(shown));
  if (!expiresAt) throw new MiniRejected(40001, 'invalid credential, access_token is invalid or not latest');
  if (expiresAt <= now.toISOString()) throw new MiniRejected(42001, 'access_token expired');
}
