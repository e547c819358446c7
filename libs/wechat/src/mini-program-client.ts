import { AppConfig } from '@app/common';
import { Injectable, Logger } from '@nestjs/common';
import { AccessTokenService } from './access-token.service';
import { BUSY, judgeMiniProgram, type MiniProgramAnswer } from './mini-program-answer';
import { unknown, type Outcome } from './outcome';
import { WeChatHttp } from './wechat-http';

export interface MiniProgramQuestion {
  path: string;
  /** What is undefined is left out; WeChat takes no null. */
  fields: object;
  /** Errcodes that mostly mean "not now" but answer this question. */
  finals?: readonly number[];
}

/** The access token is invalid or has expired, whatever was asked. */
const TOKEN_REFUSALS = new Set(['40001', '40014', '42001']);

/**
 * How every call that carries the access token goes. A refused token is replaced once. Only "busy" is asked
 * again: after a lost answer WeChat may have done it, and most of these calls count.
 */
@Injectable()
export class MiniProgramClient {
  private readonly logger = new Logger(MiniProgramClient.name);

  constructor(
    private readonly config: AppConfig,
    private readonly http: WeChatHttp,
    private readonly tokens: AccessTokenService,
  ) {}

  /** A rejected code is WeChat's errcode as text. Throws what the store of the token throws. */
  async ask(question: MiniProgramQuestion): Promise<Outcome<MiniProgramAnswer>> {
    const outcome = await this.http.repeatable(
      (signal) => this.attempt(question, signal),
      (cause) => cause === BUSY,
    );
    if (outcome.kind !== 'ok') this.logger.warn({ call: question.path, ...outcome });
    return outcome;
  }

  private async attempt(question: MiniProgramQuestion, signal: AbortSignal) {
    const token = await inTime(this.tokens.current(), signal);
    if (token.kind !== 'ok') return token;
    const outcome = await this.send(question, token.value, signal);
    if (!refusesToken(outcome)) return outcome;

    const another = await inTime(this.tokens.insteadOf(token.value), signal);
    if (another.kind !== 'ok') return another;
    const again = await this.send(question, another.value, signal);
    // Refused twice says something of the token, and nothing of what was asked.
    return refusesToken(again) ? unknown(`access token refused: ${again.code}`) : again;
  }

  private async send({ path, fields, finals }: MiniProgramQuestion, token: string, signal: AbortSignal) {
    const url = new URL(path, this.config.WECHAT_API_URL);
    url.searchParams.set('access_token', token);
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', url, headers, body: JSON.stringify(fields), signal } as const;
    const answer = await this.http.send(request);
    return answer.kind === 'ok' ? judgeMiniProgram(answer.value, finals) : answer;
  }
}

function refusesToken<T>(outcome: Outcome<T>): outcome is Extract<Outcome<T>, { kind: 'rejected' }> {
  return outcome.kind === 'rejected' && TOKEN_REFUSALS.has(outcome.code);
}

/** The token is fetched for many; each waits no longer than its own deadline. */
function inTime<T>(work: Promise<Outcome<T>>, signal: AbortSignal): Promise<Outcome<T>> {
  const late = new Promise<Outcome<never>>((resolve) => {
    const giveUp = () => resolve(unknown('timeout'));
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
  return Promise.race([work, late]);
}
