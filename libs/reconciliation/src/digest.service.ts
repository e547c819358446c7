import { Alerts } from '@app/alert';
import { Clock } from '@app/common';
import { inTransaction, named } from '@app/database';
import { FailedJobs } from '@app/jobs';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { DIGEST } from './digest-sql';

interface Yesterday {
  date: string;
  paid: number;
  paidFen: number;
  refunded: number;
  refundedFen: number;
  shipped: number;
  toShip: number;
  openCases: number;
}

/** 日报: yesterday's shop in five lines; of one day there is one. */
@Injectable()
export class DigestService {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly failed: FailedJobs,
    private readonly alerts: Alerts,
  ) {}

  async tell(): Promise<void> {
    const failedJobs = await this.failed.count();
    await inTransaction(this.db, async (tx) => {
      const [yesterday] = await named<Yesterday>(tx, 'digest.yesterday', DIGEST, [this.clock.offset]);
      const about = yesterday!.date;
      await this.alerts.raise(tx, { kind: 'digest', about, ...yesterday!, failedJobs });
    });
  }
}
