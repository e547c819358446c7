import { AppConfig } from '@app/common';
import { Injectable, Optional, type OnApplicationShutdown } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { versionOf } from './file-version';
import type { ClientCertificate } from './merchant-certificate';
import { ok, unknown, type Outcome } from './outcome';

export interface WeChatRequest {
  method: 'GET' | 'POST';
  /** It may carry the AppSecret, so it never gets into an outcome or a log. */
  url: URL;
  body?: string;
  headers?: Record<string, string>;
  /** Shown to hosts that want to see one. */
  certificate?: ClientCertificate;
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
  private readonly pools = new Map<string, { pool: Pool; files: string }>();
  private readonly limits: HttpLimits;

  constructor(
    private readonly config: AppConfig,
    @Optional() limits: Partial<HttpLimits> = {},
  ) {
    this.limits = { ...HTTP_LIMITS, ...limits };
  }

  /** Never throws: what is no answer is an unknown outcome. */
  async send(request: WeChatRequest): Promise<Outcome<WeChatAnswer>> {
    const { method, url, body, headers, signal } = request;
    try {
      const answer = await this.poolOf(request).request({
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

  /** A host that sees a certificate has a pool of its own; new files open a new pool, the old one runs dry. */
  private poolOf({ url: { origin, protocol }, certificate }: WeChatRequest): Pool {
    const door = certificate ? `${origin} with a certificate` : origin;
    const authority = protocol === 'https:' ? this.config.WECHAT_CA_FILE : undefined;
    const files = `${authority && versionOf(authority)} ${certificate?.version}`;
    const open = this.pools.get(door);
    if (open?.files === files) return open.pool;

    void open?.pool.close();
    const pool = this.openPool(origin, { certificate, ca: authority ? readFileSync(authority) : undefined });
    this.pools.set(door, { pool, files });
    return pool;
  }

  private openPool(origin: string, { certificate, ca }: TlsFiles): Pool {
    const { connections, connectMs, answerBytes } = this.limits;
    const { cert, key } = certificate ?? {};
    return new Pool(origin, {
      connections,
      maxResponseSize: answerBytes,
      // Said in full, so that no environment variable can switch the verification off.
      connect: { timeout: connectMs, minVersion: 'TLSv1.2', rejectUnauthorized: true, ca, cert, key },
    });
  }

  async onApplicationShutdown(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    await Promise.all(pools.map(({ pool }) => pool.close()));
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
