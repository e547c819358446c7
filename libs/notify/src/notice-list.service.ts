import { DomainError, type CursorQuery } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { NoticeOutcome } from './notice-outcome';
import type { NoticeSource } from './raw-notice';

const FIELDS = `
  id, gateway, kind, event_key AS "eventKey", outcome, attempts, received_at AS "receivedAt", last_at AS "lastAt"`;

const LIST = `
  SELECT ${FIELDS} FROM notice
   WHERE ($1::int8 IS NULL OR id < $1) AND ($2::text IS NULL OR outcome = $2)
     AND ($3::text IS NULL OR gateway = $3) AND ($4::text IS NULL OR kind = $4)
   ORDER BY id DESC LIMIT $5`;

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
    return named(this.db, 'notice.list', LIST, [before, outcome, gateway, kind, size]);
  }

  async one(id: number): Promise<KeptNotice> {
    const [notice] = await named<KeptNotice>(this.db, 'notice.one', ONE, [id]);
    if (!notice) throw new DomainError('noticeNotFound');
    return notice;
  }
}
