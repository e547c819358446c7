import { Clock } from '@app/common';
import { named } from '@app/database';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { needsAPerson, type NoticeOutcome } from './notice-outcome';
import { KNOWN_FOR, STORE_NOTICE } from './notice-sql';
import type { NoticeSource, RawNotice } from './raw-notice';

/** A notice that was read: what it tells of, and the name of the event, the same in every repeat. */
export interface NoticeName {
  kind: string;
  eventKey: string;
}

/** Verified notices, one row an event. */
@Injectable()
export class NoticeStore {
  private readonly logger = new Logger(NoticeStore.name);

  constructor(private readonly clock: Clock) {}

  /** Seconds since the event was first heard of. */
  async knownFor(tx: EntityManager, { kind, eventKey }: NoticeName, { gateway }: RawNotice): Promise<number> {
    const [known] = await named<{ seconds: number }>(tx, 'notice.known_for', KNOWN_FOR, [
      gateway,
      kind,
      eventKey,
      this.clock.offset,
    ]);
    return known?.seconds ?? 0;
  }

  async keep(
    tx: EntityManager,
    name: NoticeName,
    kept: { raw: RawNotice<NoticeSource>; outcome: NoticeOutcome },
  ): Promise<NoticeOutcome> {
    await this.keepOnce(tx, name, kept);
    return kept.outcome;
  }

  /** The same; whether the event was heard of for the first time. */
  async keepOnce(
    tx: EntityManager,
    { kind, eventKey }: NoticeName,
    { raw, outcome }: { raw: RawNotice<NoticeSource>; outcome: NoticeOutcome },
  ): Promise<boolean> {
    const [kept] = await named<{ attempts: number }>(tx, 'notice.store', STORE_NOTICE, [
      raw.gateway,
      kind,
      eventKey,
      JSON.stringify(raw.headers),
      raw.body,
      outcome,
      this.clock.offset,
    ]);
    if (needsAPerson(outcome))
      this.logger.error({ msg: `a notice is ${outcome}`, gateway: raw.gateway, event: eventKey });
    return kept?.attempts === 1;
  }
}
