import {
  beijingTime,
  CursorQuery,
  isDay,
  IsShortText,
  KnownNamesOnly,
  nextCursor,
  PageQuery,
  SuccessMessage,
  yuanOf,
} from '@app/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, ValidateBy } from 'class-validator';
import { CASE_ADVICE, CASE_KINDS, type Advice, type CaseKind } from './case-kind';

export const CASE_STATES = ['open', 'healed', 'acknowledged'] as const;
export type CaseState = (typeof CASE_STATES)[number];

export class CaseQuery extends CursorQuery {
  /** open: 待处理; healed: 已自愈; acknowledged: 已确认. */
  @IsOptional()
  @IsIn(CASE_STATES, { message: `state必须是${CASE_STATES.join('、')}之一` })
  state?: CaseState;

  @IsOptional()
  @IsIn(CASE_KINDS, { message: 'kind不是已知的差异类型' })
  kind?: CaseKind;
}

export class AcknowledgeBody {
  /** What was done about it 处理说明, 500 characters. */
  @IsShortText(500)
  note: string;
}

/** A day in Beijing that the calendar has. */
export function IsDay() {
  return ValidateBy({
    name: 'isDay',
    validator: { validate: isDay, defaultMessage: () => 'date必须是yyyy-MM-dd格式的日期' },
  });
}

export class BillDateParam {
  /** Beijing's day. @example 2026-01-01 */
  @IsDay()
  date: string;
}

@KnownNamesOnly()
export class BillQuery extends PageQuery {}

/** What to do, for the merchant. */
export class AdviceView implements Advice {
  zh: string;
  en: string;
}

export interface CaseListed {
  id: number;
  kind: CaseKind;
  subject: string;
  facts: object;
  state: CaseState;
  openedAt: Date;
  healedAt: Date | null;
  acknowledgedBy: string | null;
  acknowledgedAt: Date | null;
  note: string | null;
}

export class CaseView {
  id: number;
  /** @example payment_unknown */
  kind: string;
  /** What it is about: WeChat's number of a payment, our number of a refund, a day. */
  subject: string;
  /** Ids, and amounts in fen 分. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: { bill_fen: 3998, order_id: 1 } })
  facts: object;
  /** @example open */
  state: string;
  advice: AdviceView;
  /** @example 2026-01-01 08:30:00 */
  open_time: string;
  heal_time: string | null;
  /** @example admin:1 */
  acknowledged_by: string | null;
  acknowledge_time: string | null;
  note: string | null;

  static of(row: CaseListed): CaseView {
    return {
      id: row.id,
      kind: row.kind,
      subject: row.subject,
      facts: row.facts,
      state: row.state,
      advice: CASE_ADVICE[row.kind],
      open_time: beijingTime(row.openedAt),
      heal_time: row.healedAt && beijingTime(row.healedAt),
      acknowledged_by: row.acknowledgedBy,
      acknowledge_time: row.acknowledgedAt && beijingTime(row.acknowledgedAt),
      note: row.note,
    };
  }
}

export class CasePage {
  data: CaseView[];
  /** `before` of the next page; null where there is none. */
  @ApiProperty({ type: 'integer', nullable: true })
  next: number | null;

  static of(rows: CaseListed[], query: CaseQuery): CasePage {
    return { data: rows.map((row) => CaseView.of(row)), next: nextCursor(rows, query) };
  }
}

export interface BillListed {
  id: number;
  date: string;
  mchId: string;
  gateway: string;
  state: string;
  lines: number;
  paidFen: number;
  refundFen: number;
  tries: number;
  trouble: string | null;
  fetchedAt: Date | null;
  openCases: number;
}

export class BillView {
  /** @example 2026-01-01 */
  date: string;
  mch_id: string;
  gateway: string;
  /** wanted: not fetched yet 待下载; fetched 已下载; none: a day without trade 当日无交易; failed: tried again later 稍后重试. */
  state: string;
  lines: number;
  /** WeChat's sum of payments. @example 39.98 */
  paid: string;
  /** WeChat's sum of refunds. @example 0.00 */
  refunded: string;
  tries: number;
  /** Why it could not be had 未取到的原因. */
  trouble: string | null;
  fetch_time: string | null;
  open_cases: number;

  static of(row: BillListed): BillView {
    return {
      date: row.date,
      mch_id: row.mchId,
      gateway: row.gateway,
      state: row.state,
      lines: row.lines,
      paid: yuanOf(row.paidFen),
      refunded: yuanOf(row.refundFen),
      tries: row.tries,
      trouble: row.trouble,
      fetch_time: row.fetchedAt && beijingTime(row.fetchedAt),
      open_cases: row.openCases,
    };
  }
}

export class AcknowledgedBill extends SuccessMessage {
  /** Cases that were open, and are acknowledged now 确认了几件. @example 200 */
  acknowledged: number;

  static of(acknowledged: number): AcknowledgedBill {
    return Object.assign(new AcknowledgedBill(), { acknowledged });
  }
}

export class BillPage {
  /** @example 1 */
  current_page: number;
  data: BillView[];
}
