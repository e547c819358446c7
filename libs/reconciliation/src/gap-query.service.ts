import { Clock, settleAll } from '@app/common';
import { named } from '@app/database';
import { PaymentQueryService, RefundQueryService, RefundRecordService } from '@app/payment';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { CaseKind } from './case-kind';
import type { Finding } from './case.service';
import { pauseAfterQuery } from './query-pause';
import { FORGET_QUERIES, KEEP_QUERIES } from './query-sql';

/** A finding that WeChat itself may know more of. */
export interface Gap extends Finding {
  transactionId: string | null;
  orderNo: string | null;
  outRefundNo: string | null;
  /** How often WeChat was asked about it. */
  queries: number;
}

/** What came of asking about some gaps. */
export interface Asked<Some extends Gap> {
  /** Fewer than were to be asked about, where WeChat took too long. */
  asked: readonly Some[];
  /** The names of those that WeChat was not sure about. */
  unsure: ReadonlySet<string>;
}

export interface QueryPlan {
  /** The pause after the first query. */
  firstSeconds: number;
  billId?: number;
}

const PAYMENT_KINDS = new Set<CaseKind>(['payment_unknown', 'payment_missing', 'notice_unsettled']);
const REFUND_KINDS = new Set<CaseKind>(['refund_unknown', 'refund_missing']);
/** Few enough to leave WeChat and the pool to the shoppers. */
const AT_ONCE = 5;
/** Then the next look goes on. With the download before it and the queries under way, a look ends within its lease. */
const ASKING_MS = 5 * 60_000;

/** One gap keeps its name from look to look. */
export function nameOf({ kind, subject }: Finding): string {
  return `${kind} ${subject}`;
}

/** No bill and no notice settles a gap: each names a payment or refund, and WeChat is asked for the proof. */
@Injectable()
export class GapQueryService {
  private readonly logger = new Logger(GapQueryService.name);

  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly payments: PaymentQueryService,
    private readonly refunds: RefundQueryService,
    private readonly record: RefundRecordService,
  ) {}

  /** Whatever WeChat proves is in our books afterwards. */
  async ask<Some extends Gap>(gaps: readonly Some[]): Promise<Asked<Some>> {
    const unsure = new Set<string>();
    const end = performance.now() + ASKING_MS;
    let from = 0;
    for (; from < gaps.length && performance.now() < end; from += AT_ONCE)
      await settleAll(
        gaps.slice(from, from + AT_ONCE),
        async (gap) => (await this.isSure(gap)) || unsure.add(nameOf(gap)),
        (gap, err) => {
          unsure.add(nameOf(gap));
          this.logger.error({ msg: 'discrepancy query failed', gap: nameOf(gap), err });
        },
      );
    return { asked: gaps.slice(0, from), unsure };
  }

  /** The next query of each comes later than this one did. */
  async keep(tx: EntityManager, asked: readonly Gap[], { firstSeconds, billId }: QueryPlan): Promise<void> {
    if (asked.length === 0) return;
    const rows = asked.map(({ kind, subject, queries }) => {
      return { kind, subject, queries: queries + 1, pause: pauseAfterQuery(queries + 1, firstSeconds) };
    });
    const params = [JSON.stringify(rows), billId, this.clock.offset];
    await named(tx, 'discrepancy.keep_queries', KEEP_QUERIES, params);
  }

  /** All but these are settled, of the bill, or of what no bill tells of. */
  async forgetOthers(tx: EntityManager, gaps: readonly Gap[], billId?: number): Promise<void> {
    const names = gaps.map(({ kind, subject }) => ({ kind, subject }));
    await named(tx, 'discrepancy.forget_queries', FORGET_QUERIES, [JSON.stringify(names), billId]);
  }

  private async isSure(gap: Gap): Promise<boolean> {
    if (PAYMENT_KINDS.has(gap.kind)) return this.provePayment(gap);
    return REFUND_KINDS.has(gap.kind) ? this.proveRefund(gap) : true;
  }

  private async provePayment({ transactionId, orderNo }: Gap): Promise<boolean> {
    if (!transactionId) return true;
    const state = await this.payments.prove({ transactionId, orderNo: orderNo ?? undefined });
    return state !== 'unknown';
  }

  /** Its payment first: where that is unknown too, the refund would find no home. */
  private async proveRefund(gap: Gap): Promise<boolean> {
    const { transactionId, orderNo, outRefundNo } = gap;
    if (!transactionId || !orderNo || !outRefundNo) return true;
    if (!(await this.provePayment(gap))) return false;
    const outcome = await this.refunds.ask(this.db, { transactionId, orderNo, outRefundNo });
    if (outcome.kind !== 'ok') return false;
    if (outcome.value.state !== 'absent') await this.record.recordNow(outcome.value.refund);
    return true;
  }
}
