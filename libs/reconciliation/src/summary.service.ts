import { beijingTime, Clock, dayEnd, dayStart } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { DaySummary } from './summary';
import { SUMMARY } from './summary-sql';

/** 日报: what a day brought. */
@Injectable()
export class SummaryService {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
  ) {}

  /** Of today where no day is named. */
  async of(date = this.today()): Promise<DaySummary> {
    const rows = await named<Omit<DaySummary, 'date'>>(this.db, 'summary.of', SUMMARY, [
      dayStart(date),
      dayEnd(date),
    ]);
    return { date, ...rows[0]! };
  }

  private today(): string {
    return beijingTime(this.clock.now()).slice(0, 10);
  }
}
