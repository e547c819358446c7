import { DomainError, type CursorQuery } from '@app/common';
import { named, newestOfEach, planned } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { NoticeOutcome } from './notice-outcome';
import type { NoticeSource } from './raw-notice';

const FIELDS = `
  id, gateway, kind, event_key AS "eventKey", outcome, attempts, received_at AS "receivedAt", last_at AS "lastAt"`;

const SORT = ['gateway', 'kind', 'outcome'];

/** However many notices there are, they are of some dozen sorts: the index tells each by the one before it. */
const LIST = `
  WITH RECURSIVE sort AS (
    (SELECT gateway, kind, outcome FROM notice ORDER BY gateway, kind, outcome LIMIT 1)
    UNION ALL
    SELECT next.* FROM sort, LATERAL (
      SELECT n.gateway, n.kind, n.outcome FROM notice n
       WHERE (n.gateway, n.kind, n.outcome) > (sort.gateway, sort.kind, sort.outcome)
       ORDER BY n.gateway, n.kind, n.outcome LIMIT 1) next
  ), asked AS (
    SELECT * FROM sort
     WHERE ($2::text IS NULL OR outcome = $2) AND ($3::text IS NULL OR gateway = $3) AND ($4::text IS NULL OR kind = $4)
  )
  SELECT ${FIELDS} FROM notice
   WHERE id IN (SELECT n.id FROM asked, ${newestOfEach('notice', SORT, { before: '$1', limit: '$5' })} n
                 ORDER BY n.id DESC LIMIT $5)
   ORDER BY id DESC`;

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
