import { Alerts } from '@app/alert';
import { beijingTime, Clock, dayStart } from '@app/common';
import { inTransaction, named } from '@app/database';
import { FailedJobs } from '@app/jobs';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { WAITING } from './digest-sql';
import { SummaryService } from './summary.service';

interface Waiting {
  toShip: number;
  openCases: number;
}

/** 日报: yesterday's shop in five lines, with the figures of its summary, and what waits now; of one day there is one. */
@Injectable()
export class DigestService {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly summaries: SummaryService,
    private readonly failed: FailedJobs,
    private readonly alerts: Alerts,
  ) {}

  async tell(): Promise<void> {
    const date = dayBefore(this.clock.now());
    const {
      paidOrders: paid,
      paidFen,
      refunds: refunded,
      refundedFen,
      shipped,
    } = await this.summaries.of(date);
    const failedJobs = await this.failed.count();
    await inTransaction(this.db, async (tx) => {
      const [waiting] = await named<Waiting>(tx, 'digest.waiting', WAITING, []);
      const yesterday = { date, paid, paidFen, refunded, refundedFen, shipped };
      await this.alerts.raise(tx, { kind: 'digest', about: date, ...yesterday, ...waiting!, failedJobs });
    });
  }
}

/** `2026-01-01`, in Beijing. */
function dayBefore(now: Date): string {
  const today = dayStart(beijingTime(now).slice(0, 10));
  return beijingTime(new Date(today.getTime() - 1)).slice(0, 10);
}
