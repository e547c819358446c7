import { AppConfig } from '@app/common';
import { Injectable, Logger } from '@nestjs/common';
import { ok, rejected, unknown, type Outcome } from './outcome';
import { WeChatHttp, type WeChatAnswer } from './wechat-http';

/** Who a login code stands for. WeChat's session_key is left behind: nothing here needs it. */
export interface MiniProgramUser {
  openid: string;
  unionid?: string;
}

const WECHAT_ID = /^[\x21-\x7e]{1,128}$/;
const BUSY = 'WeChat is busy';

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
        return answer.kind === 'ok' ? judge(answer.value) : answer;
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

/** Judged by its content alone: errors come as 200, and JSON comes as text/plain. */
function judge({ status, body }: WeChatAnswer): Outcome<MiniProgramUser> {
  if (status !== 200) return unknown(`HTTP ${status}`);
  const answer = jsonObject(body);
  if (!answer) return unknown('answer is no JSON object');
  const errcode = Number(answer.errcode ?? 0);
  if (errcode === 0) return userOf(answer);
  if (errcode === -1) return unknown(BUSY);
  if (!Number.isInteger(errcode)) return unknown('answer with a broken errcode');
  return rejected(String(errcode), String(answer.errmsg ?? '').slice(0, 200));
}

function jsonObject(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function userOf({ openid, unionid }: Record<string, unknown>): Outcome<MiniProgramUser> {
  if (!isWeChatId(openid)) return unknown('answer without an openid');
  return ok(isWeChatId(unionid) ? { openid, unionid } : { openid });
}

function isWeChatId(value: unknown): value is string {
  return typeof value === 'string' && WECHAT_ID.test(value);
}
