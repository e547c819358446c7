import { AppConfig, Clock, isDatabaseOutage } from '@app/common';
import { named } from '@app/database';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { ClosingService } from './closing.service';
import { CLAIM_CLOSING, EXPIRE } from './payment-sql';

const EVERY_MS = 1000;
/** Few enough to leave WeChat and the pool to the shoppers. */
const AT_ONCE = 5;

/** Every second: orders past their time begin to close, and closing ones are looked at when they are due. */
@Injectable()
export class ClosingSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ClosingSweep.name);
  private timer?: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly closing: ClosingService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE !== 'api') this.schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.sweep().finally(() => this.schedule());
    }, EVERY_MS);
  }

  private async sweep(): Promise<void> {
    try {
      await named(this.db, 'closing.expire', EXPIRE, [this.clock.offset]);
      while (!this.stopped && (await this.advanceDue()) === AT_ONCE);
    } catch (error) {
      if (isDatabaseOutage(error)) this.logger.warn('the sweep of closing orders waits for the database');
      else this.logger.error({ msg: 'the sweep of closing orders failed', err: error });
    }
  }

  private async advanceDue(): Promise<number> {
    const due = await named<{ id: number }>(this.db, 'closing.claim', CLAIM_CLOSING, [
      this.clock.offset,
      AT_ONCE,
    ]);
    const walked = await Promise.allSettled(due.map(({ id }) => this.closing.advance(id)));
    // One order that cannot be closed must not keep the others from it; its lease ends in a minute.
    for (const [index, walk] of walked.entries())
      if (walk.status === 'rejected')
        this.logger.error({ msg: 'an order was not closed', orderId: due[index]?.id, err: walk.reason });
    return due.length;
  }
}
