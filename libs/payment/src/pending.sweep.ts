import { AppConfig, Clock, settleAll, Sweep } from '@app/common';
import { named } from '@app/database';
import type { MerchantOrder } from '@app/wechat';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { CLAIM_PENDING } from './payment-sql';
import { PENDING_PAUSES } from './pending-pauses';
import { TradeQueryService } from './trade-query.service';

const AT_ONCE = 5;

/** Notices get lost: WeChat is asked about pending orders on its own schedule. */
@Injectable()
export class PendingSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(PendingSweep.name);
  private readonly sweep = new Sweep('pending orders', () => this.round());

  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly query: TradeQueryService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE !== 'api') this.sweep.start(this.config.SWEEP_INTERVAL_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.sweep.stop();
  }

  private async round(): Promise<boolean> {
    const due = await named<MerchantOrder>(this.db, 'pending.claim', CLAIM_PENDING, [
      this.clock.offset,
      PENDING_PAUSES,
      AT_ONCE,
    ]);
    await settleAll(
      due,
      (order) => this.query.ask(order),
      ({ orderNo }, err) => this.logger.error({ msg: 'a pending order was not asked about', orderNo, err }),
    );
    return due.length === AT_ONCE;
  }
}
