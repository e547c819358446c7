import { AppConfig } from '@app/common';
import { Injectable, Logger } from '@nestjs/common';
import { BUSY, judgeMiniProgram, type MiniProgramAnswer } from './mini-program-answer';
import { ok, unknown, type Outcome } from './outcome';
import { WeChatHttp } from './wechat-http';

/** Who a login code stands for. WeChat's session_key is left behind: nothing here needs it. */
export interface MiniProgramUser {
  openid: string;
  unionid?: string;
}

const WECHAT_ID = /^[\x21-\x7e]{1,128}$/;
/** Too many logins of this user: the shopper is told. */
const FINALS = [45011];

/** The mini-program server API. */
@Injectable()
export class MiniProgramApi {
  private readonly logger = new Logger(MiniProgramApi.name);

  constructor(
    private readonly config: AppConfig,
    private readonly http: WeChatHttp,
  ) {}

  /**
   * Spends a `wx.login` code; a rejected code is WeChat's errcode as text. Only "busy" is asked again:
   * after a lost answer the code may be spent, and asking again would blame the shopper.
   */
  async codeToSession(code: string): Promise<Outcome<MiniProgramUser>> {
    const url = this.sessionUrl(code);
    const outcome = await this.http.repeatable(
      async (signal) => {
        const answer = await this.http.send({ method: 'GET', url, signal });
        const judged = answer.kind === 'ok' ? judgeMiniProgram(answer.value, FINALS) : answer;
        return judged.kind === 'ok' ? userOf(judged.value) : judged;
      },
      (cause) => cause === BUSY,
    );
    if (outcome.kind !== 'ok') this.logger.warn({ call: 'jscode2session', ...outcome });
    return outcome;
  }

  /** Carries the AppSecret: never log it. */
  private sessionUrl(code: string): URL {
    const url = new URL('/sns/jscode2session', this.config.WECHAT_API_URL);
    url.search = new URLSearchParams({
      appid: this.config.WECHAT_APP_ID,
      secret: this.config.WECHAT_APP_SECRET,
      js_code: code,
      grant_type: 'authorization_code',
    }).toString();
    return url;
  }
}

function userOf({ openid, unionid }: MiniProgramAnswer): Outcome<MiniProgramUser> {
  if (!isWeChatId(openid)) return unknown('answer without an openid');
  return ok(isWeChatId(unionid) ? { openid, unionid } : { openid });
}

function isWeChatId(value: unknown): value is string {
  return typeof value === 'string' && WECHAT_ID.test(value);
}
