import { AppConfig, SettingsError } from '@app/common';
import { Injectable, Optional, type OnApplicationShutdown } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { ok, unknown, type Outcome } from './outcome';

export interface WeChatRequest {
  method: 'GET' | 'POST';
  /** It may carry the AppSecret, so it never gets into an outcome or a log. */
  url: URL;
  body?: string;
  headers?: Record<string, string>;
  /** The deadline of the whole call, its repeat included. */
  signal: AbortSignal;
}

export class WeChatAnswer {
  readonly #headers: IncomingHttpHeaders;

  constructor(
    readonly status: number,
    readonly body: Buffer,
    headers: IncomingHttpHeaders,
  ) {
    this.#headers = headers;
  }

  /** Names in lower case. */
  get headers(): IncomingHttpHeaders {
    return this.#headers;
  }
}

export interface HttpLimits {
  connectMs: number;
  callMs: number;
  /** Before a call is repeated. */
  pauseMs: number;
  /** Calls to one host at a time; the others queue until their deadline. */
  connections: number;
  answerBytes: number;
}

export const HTTP_LIMITS: HttpLimits = {
  connectMs: 3000,
  callMs: 6000,
  pauseMs: 200,
  connections: 32,
  answerBytes: 64 * 1024,
};

/** The one way out to WeChat: a pool per host, everything bounded, redirects never followed. */
@Injectable()
export class WeChatHttp implements OnApplicationShutdown {
  private readonly pools = new Map<string, Pool>();
  private readonly limits: HttpLimits;
  private readonly ca?: Buffer;

  constructor(config: AppConfig, @Optional() limits: Partial<HttpLimits> = {}) {
    this.limits = { ...HTTP_LIMITS, ...limits };
    if (config.WECHAT_CA_FILE) this.ca = readAuthority(config.WECHAT_CA_FILE);
  }

  /** Never throws: what is no answer is an unknown outcome. */
  async send({ method, url, body, headers, signal }: WeChatRequest): Promise<Outcome<WeChatAnswer>> {
    try {
      const answer = await this.poolOf(url).request({
        method,
        path: url.pathname + url.search,
        body,
        headers,
        signal,
      });
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      return ok(new WeChatAnswer(answer.statusCode, bytes, answer.headers));
    } catch (error) {
      return unknown(signal.aborted ? 'timeout' : codeOf(error));
    }
  }

  /**
   * Makes a call, and once more where the first outcome is unknown, time is left, and arriving twice
   * does no harm.
   */
  async repeatable<T>(
    call: (signal: AbortSignal) => Promise<Outcome<T>>,
    harmless: (cause: string) => boolean = () => true,
  ): Promise<Outcome<T>> {
    const signal = AbortSignal.timeout(this.limits.callMs);
    const first = await call(signal);
    if (first.kind !== 'unknown' || !harmless(first.cause) || signal.aborted) return first;
    await pause(this.limits.pauseMs);
    return signal.aborted ? first : call(signal);
  }

  private poolOf({ origin }: URL): Pool {
    const pool = this.pools.get(origin) ?? this.openPool(origin);
    this.pools.set(origin, pool);
    return pool;
  }

  private openPool(origin: string): Pool {
    const { connections, connectMs, answerBytes } = this.limits;
    return new Pool(origin, {
      connections,
      maxResponseSize: answerBytes,
      // Said in full, so that no environment variable can switch the verification off.
      connect: { timeout: connectMs, minVersion: 'TLSv1.2', rejectUnauthorized: true, ca: this.ca },
    });
  }

  async onApplicationShutdown(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    await Promise.all(pools.map((pool) => pool.close()));
  }
}

function readAuthority(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new SettingsError(`WECHAT_CA_FILE cannot be read: ${file}`, { cause: error });
  }
}

/** The bare code: an HTTP client's error carries the URL, the headers and the body. */
function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'no answer');
}
