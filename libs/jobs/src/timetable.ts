import { Clock } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { BEGIN_ROUND, PLAN_ROUND, ROUND_DONE, ROUND_FAILED } from './timetable-sql';

/** `hour`: of Beijing, today or tomorrow. */
export type Next = { seconds: number } | { hour: number };

/** A round that somebody has begun. `again`: as the last round has said. `offset`: the shop's clock when it began. */
export interface Round {
  name: string;
  again: boolean;
  offset: string;
}

/** Work that comes round by the shop's clock: of all workers one does it. What nobody ever did is due at once. */
@Injectable()
export class Timetable {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
  ) {}

  /** Whoever fails, or dies at it, leaves it to the next when the lease is over. */
  async begin(name: string, { leaseSeconds = 600 } = {}): Promise<Round | undefined> {
    const { offset } = this.clock;
    const params = [name, offset, leaseSeconds];
    const [round] = await named<{ again: boolean }>(this.db, 'timetable.begin', BEGIN_ROUND, params);
    return round && { name, again: round.again, offset };
  }

  /** The next one counts from the clock of this one's begin: to move it meanwhile puts nothing off. */
  async done({ name, offset }: Round, next: Next, { again = false } = {}): Promise<void> {
    const params = [name, offset, ...inParameters(next), again];
    await named(this.db, 'timetable.done', ROUND_DONE, params);
  }

  /** Leaves the time at which a round last ended well as it is: whoever watches it sees that the work is overdue. */
  async failed({ name, offset }: Round, next: Next, trouble: string): Promise<void> {
    const params = [name, offset, ...inParameters(next), trouble];
    await named(this.db, 'timetable.failed', ROUND_FAILED, params);
  }

  /** For work whose first round of all is not at once. */
  async plan(name: string, first: Next): Promise<void> {
    const params = [name, this.clock.offset, ...inParameters(first)];
    await named(this.db, 'timetable.plan', PLAN_ROUND, params);
  }
}

function inParameters(next: Next): [number | null, number | null] {
  return 'hour' in next ? [null, next.hour] : [next.seconds, null];
}
