import { beijingTime, nextCursor, type CursorQuery } from '@app/common';
import type { FailedJob } from '@app/jobs';
import { ApiProperty } from '@nestjs/swagger';

const LONGEST_ERROR = 500;

export class FailedJobView {
  id: number;
  name: string;
  /** Ids alone. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: { refund_id: 7 } })
  payload: object;
  tries: number;
  /** What the last try failed of, its first line. */
  error: string | null;
  /** @example 2026-01-01 08:30:00 */
  fail_time: string;

  static of({ id, name, payload, tries, error, failedAt }: FailedJob): FailedJobView {
    const [line = null] = error?.split('\n') ?? [];
    const said = line && line.slice(0, LONGEST_ERROR);
    return { id, name, payload, tries, error: said, fail_time: beijingTime(failedAt) };
  }
}

export class FailedJobPage {
  data: FailedJobView[];
  /** `before` of the next page; null where there is none. */
  @ApiProperty({ type: 'integer', nullable: true })
  next: number | null;

  static of(rows: FailedJob[], query: CursorQuery): FailedJobPage {
    return { data: rows.map((row) => FailedJobView.of(row)), next: nextCursor(rows, query) };
  }
}
