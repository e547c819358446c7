import { beijingTime, CursorQuery, fromBeijingTime, IsId, nextCursor } from '@app/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { ActFilter, ActListed } from './admin-acts';

const TIME = /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const WRONG_TIME = { message: '$property必须是yyyy-MM-dd HH:mm:ss格式的时间' };

export class ActQuery extends CursorQuery {
  /** Whose 管理员id. */
  @IsOptional()
  @IsId()
  admin_id?: number;

  /** A route, as the log spells it. @example /api/v1/admin/order/:id/refund */
  @IsOptional()
  @Matches(/^\/[\w/:-]{1,200}$/, { message: 'route格式错误' })
  route?: string;

  /** Not before, in Beijing's time. @example 2026-01-01 00:00:00 */
  @IsOptional()
  @Matches(TIME, WRONG_TIME)
  from?: string;

  /** Before. @example 2026-02-01 00:00:00 */
  @IsOptional()
  @Matches(TIME, WRONG_TIME)
  to?: string;

  static filterOf({ before, size, admin_id, route, from, to }: ActQuery): ActFilter {
    return { before, size, adminId: admin_id, route, from: timeIn(from), to: timeIn(to) };
  }
}

function timeIn(text?: string): Date | undefined {
  return text === undefined ? undefined : fromBeijingTime(text);
}

export class ActView {
  id: number;
  admin_id: number;
  /** @example admin */
  account: string;
  /** @example POST */
  method: string;
  /** @example /api/v1/admin/order/:id/refund */
  route: string;
  /** The ids that it was about. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { id: '7' } })
  targets: Record<string, string>;
  /** What it was answered: 2xx done; 403, 409 and the like refused. @example 201 */
  status: number;
  /** The answer's header `x-request-id`. */
  request_id: string;
  /** @example 2026-01-01 08:30:00 */
  time: string;

  static of({ adminId, requestId, at, ...row }: ActListed): ActView {
    return { ...row, admin_id: adminId, request_id: requestId, time: beijingTime(at) };
  }
}

export class ActPage {
  data: ActView[];
  /** `before` of the next page; null where there is none. */
  @ApiProperty({ type: 'integer', nullable: true })
  next: number | null;

  static of(rows: ActListed[], query: ActQuery): ActPage {
    return { data: rows.map((row) => ActView.of(row)), next: nextCursor(rows, query) };
  }
}
