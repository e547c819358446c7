import { AppConfig, Clock, type CursorQuery } from '@app/common';
import { inTransaction, named, planned } from '@app/database';
import { Jobs } from '@app/jobs';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { LIST_ALERTS, RAISE } from './alert-sql';
import type { Alert, AlertKind } from './alert';
import { alertText } from './alert-words';

export const DELIVER = 'alert.deliver';
/** About a day: a robot that is deaf for longer is for a person, and so are the jobs that it leaves. */
const MOST_TRIES = 12;

export interface AlertListed {
  id: number;
  key: string;
  kind: AlertKind;
  text: string;
  raisedAt: Date;
  /** Null while it is on its way, and for ever without a robot. */
  deliveredAt: Date | null;
}

interface Quiet {
  /** What earlier alerts were about. */
  after: string[];
  seconds: number;
}

/** What the merchant has to hear of, kept for the admin and sent to his robot where he has one. */
@Injectable()
export class Alerts {
  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  /**
   * With the caller's transaction, or not at all; `about` makes a repeat of the same kind harmless. Nothing is raised
   * where `quiet` names one of the same kind that is younger; the caller holds a lock, so that two do not miss each other.
   */
  async raise(
    tx: EntityManager,
    { about, ...alert }: Alert & { about: string },
    quiet: Quiet = { after: [], seconds: 0 },
  ): Promise<void> {
    const keys = [about, ...quiet.after].map((subject) => `${alert.kind}:${subject}`);
    const params = [keys[0], alert.kind, alertText(alert), this.clock.offset, keys, quiet.seconds];
    const [raised] = await named<{ id: number }>(tx, 'alert.raise', RAISE, params);
    if (!raised || this.config.ALERT_WEBHOOK_URL === undefined) return;
    await this.jobs.enqueue(tx, DELIVER, { alert: raised.id }, { mostTries: MOST_TRIES });
  }

  /** For what changes nothing else. */
  raiseNow(alert: Alert & { about: string }): Promise<void> {
    return inTransaction(this.db, (tx) => this.raise(tx, alert));
  }

  list({ before, size }: CursorQuery): Promise<AlertListed[]> {
    return planned(this.db, LIST_ALERTS, [before, size]);
  }
}
