import { AppConfig, Clock, settleAll, Sweep } from '@app/common';
import { named } from '@app/database';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { ClosingService } from './closing.service';
import { CLAIM_CLOSING, EXPIRE } from './payment-sql';

/** Few enough to leave WeChat and the pool to the shoppers. */
const AT_ONCE = 5;

/** Orders past their time begin to close, and closing ones are looked at when they are due. */
@Injectable()
export class ClosingSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ClosingSweep.name);
  private readonly sweep = new Sweep('closing orders', () => this.round());

  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly closing: ClosingService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE !== 'api') this.sweep.start(this.config.SWEEP_INTERVAL_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.sweep.stop();
  }

  private async round(): Promise<boolean> {
    await named(this.db, 'closing.expire', EXPIRE, [this.clock.offset]);
    const due = await named<{ id: number }>(this.db, 'closing.claim', CLAIM_CLOSING, [
      this.clock.offset,
      AT_ONCE,
    ]);
    // Whatever fails has a lease that ends in a minute.
    await settleAll(
      due,
      ({ id }) => this.closing.advance(id),
      ({ id }, err) => this.logger.error({ msg: 'an order was not closed', orderId: id, err }),
    );
    return due.length === AT_ONCE;
  }
}
