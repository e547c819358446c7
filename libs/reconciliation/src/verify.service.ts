import { AppConfig, Clock } from '@app/common';
import { readSnapshot, type Ask, type SnapshotLimits } from '@app/database';
import { Injectable } from '@nestjs/common';
import type { Invariant } from './invariant';
import { invariants } from './invariants';

/** An invariant as it was found: `offenders` rows break it, and `examples` are some of them. */
export interface Verified extends Invariant {
  offenders: number;
  examples: unknown[];
  ms: number;
}

export interface VerifyOptions extends SnapshotLimits {
  /** Hears of each invariant as soon as it is verified: all of them may take minutes. */
  onVerified?: (verified: Verified) => void;
}

const EXAMPLES = 5;

/** Holds every invariant against a database, live or not; it only reads. */
@Injectable()
export class VerifyService {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** The invariants that are broken, all of them seen in one snapshot. */
  breaches({ onVerified, ...limits }: VerifyOptions = {}): Promise<Verified[]> {
    return readSnapshot(this.config, limits, async (ask) => {
      const broken: Verified[] = [];
      for (const invariant of invariants) {
        const verified = await this.verify(ask, invariant);
        onVerified?.(verified);
        if (verified.offenders > 0) broken.push(verified);
      }
      return broken;
    });
  }

  private async verify(ask: Ask, invariant: Invariant): Promise<Verified> {
    const begun = performance.now();
    const [found] = await ask<{ offenders: number; examples: unknown[] }>(
      counted(invariant.sql),
      this.paramsOf(invariant),
    );
    return { ...invariant, ...found!, ms: Math.round(performance.now() - begun) };
  }

  private paramsOf({ sql }: Invariant): unknown[] {
    const params = [this.clock.offset, this.config.SHORT_STOCK_GRACE_SECONDS];
    return params.filter((_, index) => sql.includes(`$${index + 1}`));
  }
}

/** PostgreSQL counts the rows and hands out a few: a broken invariant of a large shop has as many as the shop has orders. */
function counted(sql: string): string {
  return `WITH offender AS MATERIALIZED (${sql})
    SELECT (SELECT count(*) FROM offender) AS offenders,
           COALESCE((SELECT json_agg(example) FROM (SELECT * FROM offender LIMIT ${EXAMPLES}) example), '[]') AS examples`;
}
