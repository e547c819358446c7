import { Clock } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';

/** A chore that nobody ever did is due at once. */
const CLAIM = `
  INSERT INTO chore (name, due_at) VALUES ($1, now() + $2::interval + make_interval(secs => $3))
  ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at WHERE chore.due_at <= now() + $2::interval
  RETURNING name`;

const IS_DUE = `
  SELECT NOT EXISTS (SELECT FROM chore WHERE name = $1 AND due_at > now() + $2::interval) AS due`;

/** `$3` is an hour of Beijing's day, or null for a pause of `$4` seconds. */
const DONE = `
  UPDATE chore SET due_at = CASE
    WHEN $3::int4 IS NULL THEN now() + $2::interval + make_interval(secs => $4)
    ELSE ((((now() + $2::interval) AT TIME ZONE 'Asia/Shanghai' - make_interval(hours => $3))::date + 1)
          + make_interval(hours => $3)) AT TIME ZONE 'Asia/Shanghai' END
   WHERE name = $1`;

/** When a chore that was done is due again: at an hour of Beijing's day, or after a pause. */
export type Rhythm = { dailyAtHour: number } | { everySeconds: number };

export interface Chore {
  name: string;
  rhythm: Rhythm;
  /** Whoever fails, or dies, leaves it to the next one after so long. */
  againAfterSeconds: number;
}

/** Work that one of many processes does when its time has come. */
@Injectable()
export class Chores {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
  ) {}

  /** Does it where it is due and nobody else has taken it; `work` answers whether it is done. */
  async whenDue({ name, rhythm, againAfterSeconds }: Chore, work: () => Promise<boolean>): Promise<void> {
    const [look] = await named<{ due: boolean }>(this.db, 'chore.is_due', IS_DUE, [name, this.clock.offset]);
    if (!look?.due) return;
    const claim = [name, this.clock.offset, againAfterSeconds];
    if ((await named(this.db, 'chore.claim', CLAIM, claim)).length === 0) return;
    if (!(await work())) return;
    await named(this.db, 'chore.done', DONE, [name, this.clock.offset, ...inParameters(rhythm)]);
  }
}

function inParameters(rhythm: Rhythm): [number | null, number | null] {
  return 'dailyAtHour' in rhythm ? [rhythm.dailyAtHour, null] : [null, rhythm.everySeconds];
}
