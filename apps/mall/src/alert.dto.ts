import type { AlertListed } from '@app/alert';
import { beijingTime, nextCursor, type CursorQuery } from '@app/common';
import { ApiProperty } from '@nestjs/swagger';

export class AlertView {
  id: number;
  /** What it is about; the robot's message ends with it. @example after_sale:1 */
  key: string;
  /** @example after_sale */
  kind: string;
  /** What happened, and what to do next. */
  text: string;
  /** @example 2026-01-01 08:30:00 */
  raise_time: string;
  /** When the robot took it 送达时间; null while it is on its way, and without a robot. */
  deliver_time: string | null;

  static of({ id, key, kind, text, raisedAt, deliveredAt }: AlertListed): AlertView {
    return {
      id,
      key,
      kind,
      text,
      raise_time: beijingTime(raisedAt),
      deliver_time: deliveredAt && beijingTime(deliveredAt),
    };
  }
}

export class AlertPage {
  data: AlertView[];
  /** `before` of the next page; null where there is none. */
  @ApiProperty({ type: 'integer', nullable: true })
  next: number | null;

  static of(rows: AlertListed[], query: CursorQuery): AlertPage {
    return { data: rows.map((row) => AlertView.of(row)), next: nextCursor(rows, query) };
  }
}
