import { settleAll } from '@app/common';
import { PaymentQueryService, RefundQueryService, RefundRecordService } from '@app/payment';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { CaseKind } from './case-kind';
import type { Finding } from './case.service';

/** A finding that WeChat itself may know more of. */
export interface Gap extends Finding {
  transactionId: string | null;
  orderNo: string | null;
  outRefundNo: string | null;
}

const PAYMENT_KINDS = new Set<CaseKind>(['payment_unknown', 'payment_missing', 'notice_unsettled']);
const REFUND_KINDS = new Set<CaseKind>(['refund_unknown', 'refund_missing']);
/** Few enough to leave WeChat and the pool to the shoppers. */
const AT_ONCE = 5;

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
    private readonly payments: PaymentQueryService,
    private readonly refunds: RefundQueryService,
    private readonly record: RefundRecordService,
  ) {}

  /** Whatever WeChat proves is in our books afterwards; answers the names of those that it was not sure about. */
  async ask(gaps: readonly Gap[]): Promise<ReadonlySet<string>> {
    const unsure = new Set<string>();
    for (let from = 0; from < gaps.length; from += AT_ONCE)
      await settleAll(
        gaps.slice(from, from + AT_ONCE),
        async (gap) => (await this.isSure(gap)) || unsure.add(nameOf(gap)),
        (gap, err) => {
          unsure.add(nameOf(gap));
          this.logger.error({ msg: 'a gap was not asked about', gap: nameOf(gap), err });
        },
      );
    return unsure;
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
