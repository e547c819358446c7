import { AppConfig, settleAll, Sweep } from '@app/common';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { RefundAskingService } from './refund-asking.service';
import { RefundOwedService } from './refund-owed.service';

const AT_ONCE = 5;

/** Money that is owed gets its refund, and refunds that are due are walked on. */
@Injectable()
export class RefundSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RefundSweep.name);
  private readonly sweep = new Sweep('refunds', () => this.round());

  constructor(
    private readonly config: AppConfig,
    private readonly owed: RefundOwedService,
    private readonly asking: RefundAskingService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE !== 'api') this.sweep.start(this.config.SWEEP_INTERVAL_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.sweep.stop();
  }

  private async round(): Promise<boolean> {
    const owed = await this.owed.list(AT_ONCE);
    await settleAll(
      owed,
      (payment) => this.owed.refund(payment),
      ({ id }, err) => this.logger.error({ msg: 'owed money was not refunded', transaction: id, err }),
    );
    const due = await this.asking.claim(AT_ONCE);
    await settleAll(
      due,
      (refund) => this.asking.advance(refund),
      ({ id }, err) => this.logger.error({ msg: 'a refund was not walked on', refund: id, err }),
    );
    return owed.length === AT_ONCE || due.length === AT_ONCE;
  }
}
