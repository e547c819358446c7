import { inTransaction, type SnapshotLimits } from '@app/database';
import type { Next } from '@app/jobs';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { CaseService, type Finding } from './case.service';
import { VerifyService, type Verified } from './verify.service';

const NIGHT: Next = { hour: 4 };
const SOON: Next = { seconds: 300 };
const HOURLY: Next = { seconds: 3600 };

/** Verifies every invariant each night: a broken one becomes a case, and is looked at hourly until it holds again. */
@Injectable()
export class NightlyVerifyService {
  constructor(
    private readonly db: EntityManager,
    private readonly verify: VerifyService,
    private readonly cases: CaseService,
  ) {}

  /** What is seen once may be work that lagged behind for a moment: only the second look makes it a case. */
  async look(
    { again }: { again: boolean },
    limits: Required<SnapshotLimits>,
  ): Promise<{ next: Next; again: boolean }> {
    const breaches = await this.verify.breaches(limits);
    const found = breaches.map(findingOf);
    await inTransaction(this.db, async (tx) => {
      if (again) await this.cases.open(tx, found);
      await this.cases.healOthers(tx, found, { kinds: ['promise_broken'] });
    });
    if (breaches.length === 0) return { next: NIGHT, again: false };
    return { next: again ? HOURLY : SOON, again: true };
  }
}

function findingOf({ id, promise, promiseZh, offenders, examples }: Verified): Finding {
  return { kind: 'promise_broken', subject: id, facts: { promise, promiseZh, offenders, examples } };
}
