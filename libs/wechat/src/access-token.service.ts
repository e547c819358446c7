import { AppConfig, Random } from '@app/common';
import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { AccessTokenStore, type KeptToken } from './access-token-store';
import { judgeMiniProgram, type MiniProgramAnswer } from './mini-program-answer';
import { ok, unknown, type Outcome } from './outcome';
import { WeChatHttp } from './wechat-http';

/** WeChat renews a token in its last five minutes, during which old and new both work. */
const RENEW_SECONDS = 300;
const JITTER_SECONDS = 60;
/** Longer than the call may last. */
const CLAIM_SECONDS = 10;
const LOOK_AGAIN_MS = 100;
const LOOKS = 30;

/**
 * The one access token of the app, shared by all instances through the store. Whoever gets the claim fetches;
 * nobody holds a database connection meanwhile. Fetching twice is harmless: `stable_token` in its normal mode
 * hands out the same token, and the mode that kills the old one is never used.
 */
@Injectable()
export class AccessTokenService {
  private readonly logger = new Logger(AccessTokenService.name);
  private readonly renewSeconds: number;
  private flight?: Promise<Outcome<string>>;

  constructor(
    private readonly config: AppConfig,
    private readonly http: WeChatHttp,
    private readonly store: AccessTokenStore,
    random: Random,
  ) {
    this.renewSeconds = RENEW_SECONDS + random.below(JITTER_SECONDS);
  }

  /** All who ask at the same moment get the same answer. It is never `rejected`: that would be about their call. */
  current(): Promise<Outcome<string>> {
    if (this.flight) return this.flight;
    const flight = this.obtain().finally(() => {
      if (this.flight === flight) this.flight = undefined;
    });
    this.flight = flight;
    return flight;
  }

  /** In the place of a token that WeChat refused, unless somebody has replaced it already. */
  async insteadOf(refused: string): Promise<Outcome<string>> {
    await this.store.drop(this.config.WECHAT_APP_ID, refused);
    // A flight that began before may have read the token that was dropped.
    this.flight = undefined;
    return this.current();
  }

  private async obtain(): Promise<Outcome<string>> {
    const { WECHAT_APP_ID } = this.config;
    for (let look = 0; look < LOOKS; look += 1) {
      const kept = await this.store.read(WECHAT_APP_ID);
      if (kept && kept.secondsLeft > this.renewSeconds) return ok(kept.token);
      if (await this.store.claim(WECHAT_APP_ID, CLAIM_SECONDS)) return this.renew(kept);
      if (kept && isUsable(kept)) return ok(kept.token);
      await pause(LOOK_AGAIN_MS);
    }
    return this.renew();
  }

  private async renew(kept?: KeptToken): Promise<Outcome<string>> {
    const outcome = await this.fetch();
    if (outcome.kind === 'ok') {
      await this.store.write(this.config.WECHAT_APP_ID, outcome.value);
      return ok(outcome.value.token);
    }
    this.report(outcome);
    if (kept && isUsable(kept)) return ok(kept.token);
    return unknown(`no access token: ${outcome.kind === 'rejected' ? outcome.code : outcome.cause}`);
  }

  private fetch(): Promise<Outcome<KeptToken>> {
    const { WECHAT_API_URL, WECHAT_APP_ID, WECHAT_APP_SECRET } = this.config;
    const url = new URL('/cgi-bin/stable_token', WECHAT_API_URL);
    const fields = { grant_type: 'client_credential', appid: WECHAT_APP_ID, secret: WECHAT_APP_SECRET };
    const headers = { 'content-type': 'application/json' };
    return this.http.repeatable(async (signal) => {
      const request = { method: 'POST', url, headers, body: JSON.stringify(fields), signal } as const;
      const answer = await this.http.send(request);
      const judged = answer.kind === 'ok' ? judgeMiniProgram(answer.value) : answer;
      return judged.kind === 'ok' ? tokenIn(judged.value) : judged;
    });
  }

  /** A refusal is the merchant's to repair: the AppID, the secret, or WeChat's list of addresses that may call. */
  private report(outcome: Outcome<KeptToken>): void {
    const line = { call: 'stable_token', ...outcome };
    if (outcome.kind === 'rejected') this.logger.error({ event: 'wechatRefusesAccessToken', ...line });
    else this.logger.warn(line);
  }
}

const TOKEN = /^[\x21-\x7e]{1,2048}$/;
const MAX_SECONDS = 7200;

function tokenIn({ access_token: token, expires_in: seconds }: MiniProgramAnswer): Outcome<KeptToken> {
  if (typeof token !== 'string' || !TOKEN.test(token)) return unknown('answer without an access_token');
  if (typeof seconds !== 'number' || !(seconds > 0)) return unknown('answer without expires_in');
  return ok({ token, secondsLeft: Math.min(seconds, MAX_SECONDS) });
}

/** Near its end a token still works: nobody needs to wait for the next one. */
function isUsable({ secondsLeft }: KeptToken): boolean {
  return secondsLeft > 30;
}
