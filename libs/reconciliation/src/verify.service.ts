import { AppConfig, Clock } from '@app/common';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { Invariant } from './invariant';
import { invariants } from './invariants';

/** A promise that is broken, and some of the rows that break it. */
export interface Breach extends Invariant {
  offenders: number;
  examples: unknown[];
}

const EXAMPLES = 5;

/** Holds every promise against a database, live or not; it only reads. */
@Injectable()
export class VerifyService {
  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** One snapshot for all, so that a busy shop does not look torn. */
  breaches(): Promise<Breach[]> {
    return this.db.transaction('REPEATABLE READ', async (tx) => {
      const found: Breach[] = [];
      for (const invariant of invariants) {
        const rows: unknown[] = await tx.query(invariant.sql, this.paramsOf(invariant));
        if (rows.length > 0)
          found.push({ ...invariant, offenders: rows.length, examples: rows.slice(0, EXAMPLES) });
      }
      return found;
    });
  }

  private paramsOf({ sql }: Invariant): unknown[] {
    const params = [this.clock.offset, this.config.SHORT_STOCK_GRACE_SECONDS];
    return params.filter((_, index) => sql.includes(`$${index + 1}`));
  }
}
