import { AppConfig, Random } from '@app/common';
import { Injectable, Optional, type OnApplicationShutdown } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { readBody } from './answer-body';
import { versionOf } from './file-version';
import type { ClientCertificate } from './merchant-certificate';
import { ok, unknown, type Outcome } from './outcome';
import { addressIn, Tries, type Address, type TryLimits } from './tries';

export interface WeChatRequest {
  method: 'GET' | 'POST';
  /** It may carry the AppSecret, so it never gets into an outcome or a log. */
  url: URL;
  body?: string;
  headers?: Record<string, string>;
  /** Shown to hosts that want to see one. */
  certificate?: ClientCertificate;
  /** A longer answer is none; HTTP_LIMITS has the bound of all that say nothing here. */
  answerBytes?: number;
  /** The deadline: its connection, its place in the queue and the last byte of its answer included. */
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

export interface HttpLimits extends TryLimits {
  connectMs: number;
  /** Calls to one host at a time; the others queue until their deadline. */
  connections: number;
  answerBytes: number;
}

export const HTTP_LIMITS: HttpLimits = {
  tries: 3,
  tryMs: 3000,
  callMs: 7000,
  pauseMs: 200,
  connectMs: 3000,
  connections: 32,
  answerBytes: 64 * 1024,
};

/** The one way out to WeChat: a pool per host, everything bounded, redirects never followed. */
@Injectable()
export class WeChatHttp implements OnApplicationShutdown {
  private readonly pools = new Map<string, { pool: Pool; files: string }>();
  /** Of pools whose files are outdated, until their last call has ended. */
  private readonly runningDry = new Set<Promise<void>>();
  private readonly limits: HttpLimits;
  private closed = false;

  constructor(
    private readonly config: AppConfig,
    private readonly random: Random,
    @Optional() limits: Partial<HttpLimits> = {},
  ) {
    this.limits = { ...HTTP_LIMITS, ...limits };
  }

  /** Never throws: what is no answer is an unknown outcome. */
  async send(request: WeChatRequest): Promise<Outcome<WeChatAnswer>> {
    const { method, url, body, headers, signal, answerBytes = this.limits.answerBytes } = request;
    if (this.closed) return unknown('shutting down');
    try {
      const answer = await this.poolOf(request).request({
        method,
        path: url.pathname + url.search,
        body,
        headers,
        signal,
      });
      const bytes = await readBody(answer.body, answerBytes);
      return ok(new WeChatAnswer(answer.statusCode, bytes, answer.headers));
    } catch (error) {
      return unknown(signal.aborted ? 'timeout' : codeOf(error));
    }
  }

  /**
   * Makes a call, and makes it again while its outcome is unknown, tries and time are left, and arriving twice does
   * no harm. Each try has a signal of its own, and an address: WeChat Pay's standby host in the second one.
   */
  async repeatable<T>(
    call: (signal: AbortSignal, at: Address) => Promise<Outcome<T>>,
    harmless: (cause: string) => boolean = () => true,
  ): Promise<Outcome<T>> {
    const tries = new Tries(this.limits, this.random);
    for (;;) {
      const outcome = await call(tries.begin(), addressIn(tries.begun, this.config));
      if (outcome.kind !== 'unknown' || !harmless(outcome.cause) || this.closed) return outcome;

      const pauseMs = tries.nextPauseMs();
      if (pauseMs === undefined) return outcome;
      await pause(pauseMs);
    }
  }

  /** A host that sees a certificate has a pool of its own; new files open a new pool, the old one runs dry. */
  private poolOf({ url: { origin, protocol }, certificate }: WeChatRequest): Pool {
    const door = certificate ? `${origin} with a certificate` : origin;
    const authority = protocol === 'https:' ? this.config.WECHAT_CA_FILE : undefined;
    const files = `${authority && versionOf(authority)} ${certificate?.version}`;
    const open = this.pools.get(door);
    if (open?.files === files) return open.pool;

    // First the new one: where its files cannot be read just now, the old one is not closed for nothing.
    const pool = this.openPool(origin, { certificate, ca: authority ? readFileSync(authority) : undefined });
    this.pools.set(door, { pool, files });
    if (open) this.runDry(open.pool);
    return pool;
  }

  private runDry(pool: Pool): void {
    const dry: Promise<void> = pool.close().finally(() => this.runningDry.delete(dry));
    this.runningDry.add(dry);
  }

  private openPool(origin: string, { certificate, ca }: TlsFiles): Pool {
    const { connections, connectMs } = this.limits;
    const { cert, key } = certificate ?? {};
    return new Pool(origin, {
      connections,
      // Said in full, so that no environment variable can switch the verification off.
      connect: { timeout: connectMs, minVersion: 'TLSv1.2', rejectUnauthorized: true, ca, cert, key },
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    for (const { pool } of this.pools.values()) this.runDry(pool);
    this.pools.clear();
    await Promise.all(this.runningDry);
  }
}

interface TlsFiles {
  certificate?: ClientCertificate;
  /** PEM of the authority behind the host, where it is not a public one. */
  ca?: Buffer;
}

/** The bare code: an HTTP client's error carries the URL, the headers and the body. */
function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'no answer');
}
