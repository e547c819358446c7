import { AppConfig, Clock } from '@app/common';
import { Injectable, Logger } from '@nestjs/common';
import type { KeyObject } from 'node:crypto';
import { MerchantSignature } from './merchant-signature';
import { unknown, type Outcome } from './outcome';
import { UnusableKey } from './unusable-key';
import { certificatesIn, keyIn, type CertificateList } from './v3-certificate-list';
import { WeChatHttp } from './wechat-http';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const REFRESH_MS = DAY_MS / 2;
const WARN_MS = 30 * DAY_MS;

/**
 * WeChat's platform certificates, downloaded for a merchant who has put no key of WeChat's into a file. They live in
 * memory alone. With the public key, or with certificates in files, nothing is ever asked.
 */
@Injectable()
export class V3Certificates {
  private readonly logger = new Logger(V3Certificates.name);
  private list: CertificateList = new Map();
  private listedAt = 0;
  private triedAt = 0;
  private download?: Promise<void>;
  private readonly warnedAt = new Map<string, number>();

  constructor(
    private readonly config: AppConfig,
    private readonly http: WeChatHttp,
    private readonly clock: Clock,
    private readonly merchant: MerchantSignature,
  ) {}

  /** Resolves when there are certificates, or none can be had now; at once where none are needed. */
  async ready(): Promise<void> {
    if (this.areNeeded() && this.list.size === 0) await this.refreshed();
  }

  /** Throws UnusableKey for a serial that may be WeChat's newest: it is looked up in the background, not believed. */
  keyOf(serial: string): KeyObject | undefined {
    if (!this.areNeeded()) return undefined;
    const now = this.clock.now();
    const key = keyIn(this.list, serial, now);
    if (!key || now.getTime() - this.listedAt >= REFRESH_MS) void this.refreshed();
    if (!key) throw new UnusableKey('no downloaded certificate of WeChat has that serial');
    return key;
  }

  /** When the downloaded ones end. */
  dates() {
    return [...this.list.values()].map(({ serial, until }) => ({
      owner: 'platform' as const,
      serial,
      until,
    }));
  }

  private areNeeded(): boolean {
    const { WECHAT_PAY_PUBLIC_KEY_ID: id, WECHAT_PAY_PLATFORM_CERT_FILES: files, ...config } = this.config;
    const mayAsk = config.WECHAT_PAY_MCH_KEY_FILE && config.WECHAT_PAY_V3_KEY.length > 0;
    return !id && files.length === 0 && Boolean(mayAsk);
  }

  /** One download at a time and one a minute, or anyone who sends us messages could make us call out. */
  private refreshed(): Promise<void> {
    const now = this.clock.now().getTime();
    if (!this.download && Math.abs(now - this.triedAt) >= MINUTE_MS) {
      this.triedAt = now;
      this.download = this.refresh().finally(() => (this.download = undefined));
    }
    return this.download ?? Promise.resolve();
  }

  private async refresh(): Promise<void> {
    const url = new URL('/v3/certificates', this.config.WECHAT_PAY_URL);
    const outcome = await this.http.repeatable((signal, at) => this.ask(at(url), signal));
    if (outcome.kind !== 'ok') {
      this.logger.error({ msg: 'WeChat’s certificates cannot be downloaded', ...outcome });
      return;
    }
    this.list = outcome.value;
    this.listedAt = this.clock.now().getTime();
    this.warn();
  }

  private async ask(url: URL, signal: AbortSignal): Promise<Outcome<CertificateList>> {
    const headers = this.headersFor(url);
    if (headers instanceof UnusableKey) return unknown(headers.fault);
    const answer = await this.http.send({ method: 'GET', url, headers, signal });
    if (answer.kind !== 'ok') return answer;
    return certificatesIn(answer.value, { now: this.clock.now(), sealKeys: this.config.WECHAT_PAY_V3_KEY });
  }

  private headersFor(url: URL): Record<string, string> | UnusableKey {
    try {
      return this.merchant.headersOf({ method: 'GET', url, mchId: this.config.WECHAT_PAY_MCH_ID });
    } catch (error) {
      if (error instanceof UnusableKey) return error;
      throw error;
    }
  }

  /** Once a day for each certificate that ends within a month. */
  private warn(): void {
    const now = this.listedAt;
    for (const { serial, until } of this.list.values()) {
      if (until.getTime() - now > WARN_MS || now - (this.warnedAt.get(serial) ?? 0) < DAY_MS) continue;
      this.warnedAt.set(serial, now);
      this.logger.warn({ msg: 'a certificate of WeChat expires soon', serial, until });
    }
  }
}
