import { AppConfig } from '@app/common';
import { createClient } from '@keyv/redis';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';

const CONNECT_TIMEOUT_MS = 500;
const ANSWER_TIMEOUT_MS = 500;
const LONGEST_PAUSE_MS = 2_000;

/**
 * The one connection to Redis, where REDIS_URL names one. Redis only makes things faster: while it is down
 * every command is refused at once, and whoever asked turns to PostgreSQL, or does without.
 */
@Injectable()
export class Redis implements OnApplicationShutdown {
  readonly client?: ReturnType<typeof createClient>;
  /** Two shops on one Redis never read each other's keys. */
  readonly prefix: string;
  private readonly logger = new Logger(Redis.name);
  private readonly watch?: NodeJS.Timeout;
  private isLost = false;

  constructor(config: AppConfig) {
    this.prefix = `minimall:${config.WORLD}:${config.WECHAT_APP_ID}`;
    if (!config.REDIS_URL) return;
    this.client = createClient({
      url: config.REDIS_URL,
      disableOfflineQueue: true,
      socket: {
        connectTimeout: CONNECT_TIMEOUT_MS,
        socketTimeout: 4 * ANSWER_TIMEOUT_MS,
        reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, LONGEST_PAUSE_MS),
      },
    });
    this.client.on('error', this.reportLoss);
    this.client.on('ready', this.reportReturn);
    this.connect();
    this.watch = setInterval(() => void this.dropWhenSilent(), 2 * ANSWER_TIMEOUT_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.watch);
    if (this.client?.isOpen) this.client.destroy();
  }

  /** Also listened to by the cache's stores, which pass the same errors on: one line an outage. */
  readonly reportLoss = (error: Error): void => {
    if (!this.isLost) this.logger.warn({ event: 'redisLost', reason: error.message });
    this.isLost = true;
  };

  private readonly reportReturn = (): void => {
    if (this.isLost) this.logger.warn({ event: 'redisBack' });
    this.isLost = false;
  };

  /** Not waited for: the shop starts without Redis too, and the client keeps trying. */
  private connect(): void {
    this.client?.connect().catch(this.reportLoss);
  }

  /**
   * A frozen Redis keeps its connection and never answers. The client has no time limit for a command that was
   * sent, so the connection is dropped: that refuses what waits, and all that comes until Redis answers again.
   */
  private async dropWhenSilent(): Promise<void> {
    if (!this.client?.isReady) return;
    const pong = this.client.ping().catch(this.reportLoss);
    const isSilent = await Promise.race([pong.then(() => false), pause(ANSWER_TIMEOUT_MS, true)]);
    if (!isSilent || !this.client.isOpen) return;
    this.client.destroy();
    this.connect();
  }
}
