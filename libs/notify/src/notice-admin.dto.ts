import { beijingTime, CursorQuery, nextCursor, SuccessMessage } from '@app/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import type { KeptNotice, NoticeListed } from './notice-list.service';
import { NOTICE_OUTCOMES, type NoticeOutcome } from './notice-outcome';
import type { NoticeSource } from './raw-notice';

const SOURCES = ['v2', 'v3', 'push'] as const satisfies NoticeSource[];

export class NoticeQuery extends CursorQuery {
  /** What became of it; parked, orphan, conflict and foreign wait for a person 待人工处理. */
  @ApiProperty({ enum: NOTICE_OUTCOMES, required: false })
  @IsOptional()
  @IsIn(NOTICE_OUTCOMES, { message: `outcome必须是${NOTICE_OUTCOMES.join('、')}之一` })
  outcome?: NoticeOutcome;

  /** WeChat Pay v2 or v3, or the mini-program's message push. */
  @ApiProperty({ enum: SOURCES, required: false })
  @IsOptional()
  @IsIn(SOURCES, { message: `gateway必须是${SOURCES.join('、')}之一` })
  gateway?: NoticeSource;

  /** paid, failed, refund, foreign, other; of a push the event's name. @example paid */
  @IsOptional()
  @Matches(/^\w{1,64}$/, { message: 'kind格式错误' })
  kind?: string;
}

export class NoticeView {
  id: number;
  /** @example v3 */
  gateway: string;
  /** @example paid */
  kind: string;
  /** The same in every repeat: WeChat's number of a payment, of a refund with its state, a hash. */
  event_key: string;
  /** @example fulfilled */
  outcome: string;
  /** How often it was told, replays among them. */
  attempts: number;
  /** @example 2026-01-01 08:30:00 */
  receive_time: string;
  /** @example 2026-01-01 08:30:00 */
  last_time: string;

  static of(row: NoticeListed): NoticeView {
    return {
      id: row.id,
      gateway: row.gateway,
      kind: row.kind,
      event_key: row.eventKey,
      outcome: row.outcome,
      attempts: row.attempts,
      receive_time: beijingTime(row.receivedAt),
      last_time: beijingTime(row.lastAt),
    };
  }
}

export class NoticePage {
  data: NoticeView[];
  /** `before` of the next page; null where there is none. */
  @ApiProperty({ type: 'integer', nullable: true })
  next: number | null;

  static of(rows: NoticeListed[], query: NoticeQuery): NoticePage {
    return { data: rows.map((row) => NoticeView.of(row)), next: nextCursor(rows, query) };
  }
}

export class NoticeDetail extends NoticeView {
  /** Those that the signature needs. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  headers: Record<string, string>;

  /** As it came, v2's with the payer's openid; empty once it was kept long enough 原文，到期后清空. */
  body: string;

  static override of(notice: KeptNotice): NoticeDetail {
    return { ...NoticeView.of(notice), headers: notice.headers, body: notice.body.toString() };
  }
}

export class ReplayedNotice extends SuccessMessage {
  /** What became of it this time; `repeated`: it was settled before. */
  @ApiProperty({ enum: NOTICE_OUTCOMES })
  outcome: NoticeOutcome;

  static of(outcome: NoticeOutcome): ReplayedNotice {
    return Object.assign(new ReplayedNotice(), { outcome });
  }
}
