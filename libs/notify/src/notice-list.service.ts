import { DomainError, type CursorQuery } from '@app/common';
import { named, planned } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { NoticeOutcome } from './notice-outcome';
import type { NoticeSource } from './raw-notice';

const FIELDS = `
  id, gateway, kind, event_key AS "eventKey", outcome, attempts, received_at AS "receivedAt", last_at AS "lastAt"`;

/**
 * There are some dozen sorts of notices, however many notices: the newest of each sort that is asked for, each read
 * from its own end of the index, and of those the newest of all.
 */
const LIST = `
  WITH RECURSIVE sort AS (
    (SELECT gateway, kind, outcome FROM notice ORDER BY gateway, kind, outcome LIMIT 1)
    UNION ALL
    SELECT following.* FROM sort, LATERAL (
      SELECT gateway, kind, outcome FROM notice n
       WHERE (n.gateway, n.kind, n.outcome) > (sort.gateway, sort.kind, sort.outcome)
       ORDER BY gateway, kind, outcome LIMIT 1) following
  ), listed AS (
    SELECT newest.id FROM sort, LATERAL (
      SELECT n.id FROM notice n
       WHERE n.gateway = sort.gateway AND n.kind = sort.kind AND n.outcome = sort.outcome
         AND ($1::int8 IS NULL OR n.id < $1)
       ORDER BY n.id DESC LIMIT $5) newest
     WHERE ($2::text IS NULL OR outcome = $2) AND ($3::text IS NULL OR gateway = $3) AND ($4::text IS NULL OR kind = $4)
     ORDER BY newest.id DESC LIMIT $5
  )
  SELECT ${FIELDS} FROM listed JOIN notice USING (id) ORDER BY id DESC`;

const ONE = `SELECT ${FIELDS}, headers, body FROM notice WHERE id = $1`;

export interface NoticeListed {
  id: number;
  gateway: NoticeSource;
  kind: string;
  eventKey: string;
  outcome: NoticeOutcome;
  attempts: number;
  receivedAt: Date;
  lastAt: Date;
}

/** With its words, as they came; both are empty once they were kept long enough, or their shopper was forgotten. */
export interface KeptNotice extends NoticeListed {
  headers: Record<string, string>;
  body: Buffer;
}

export interface NoticeFilter extends CursorQuery {
  outcome?: NoticeOutcome;
  gateway?: NoticeSource;
  kind?: string;
}

/** What the merchant sees of notices. */
@Injectable()
export class NoticeListService {
  constructor(private readonly db: EntityManager) {}

  list({ before, outcome, gateway, kind, size }: NoticeFilter): Promise<NoticeListed[]> {
    return planned(this.db, LIST, [before, outcome, gateway, kind, size]);
  }

  async one(id: number): Promise<KeptNotice> {
    const [notice] = await named<KeptNotice>(this.db, 'notice.one', ONE, [id]);
    if (!notice) throw new DomainError('noticeNotFound');
    return notice;
  }
}
