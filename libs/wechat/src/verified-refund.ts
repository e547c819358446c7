import { fromBeijingTime, fromRfc3339, type GatewayName } from '@app/common';
import {
  isFen,
  neededFen,
  neededField,
  neededText,
  ORDER_NO,
  REFUND_NO,
  timeOf,
  TRANSACTION_ID,
  UnusableMessage,
} from './facts';
import { refundStateOf, type RefundState } from './refund-state';
import type { AuthenticFields } from './v2-sign';
import { objectIn, type AuthenticObject } from './v3-object';

/**
 * A refund that WeChat itself told us of. The constructor is private and every reader asks for authentic
 * fields, so a `VerifiedRefund` in your hand was verified.
 */
export class VerifiedRefund {
  readonly gateway: GatewayName;
  readonly orderNo: string;
  readonly transactionId: string;
  readonly outRefundNo: string;
  readonly refundId: string;
  /** What the payer paid. */
  readonly totalFen: number;
  readonly refundFen: number;
  readonly state: RefundState;
  readonly succeededAt?: Date;
  /** Without a private member any object of the same shape would pass for one. */
  declare private readonly verified: true;

  private constructor(
    facts: Facts,
    readonly source: 'answer' | 'query' | 'notice',
  ) {
    this.gateway = facts.gateway;
    this.orderNo = facts.orderNo;
    this.transactionId = facts.transactionId;
    this.outRefundNo = facts.outRefundNo;
    this.refundId = facts.refundId;
    this.totalFen = facts.totalFen;
    this.refundFen = facts.refundFen;
    this.state = facts.state;
    this.succeededAt = facts.succeededAt;
  }

  /** v2 accepts a refund without a word about its state. */
  static fromV2Answer(fields: AuthenticFields): VerifiedRefund {
    return new VerifiedRefund({ ...factsOfV2(fields, ''), state: 'processing' }, 'answer');
  }

  /** An answer to refundquery lists refunds: this one's fields end in its number, `_0` or `_1`. */
  static fromV2Query(fields: AuthenticFields, ending: string): VerifiedRefund {
    const state = stateIn(fields[`refund_status${ending}`]);
    const succeededAt = state === 'success' ? timeInV2(fields, `refund_success_time${ending}`) : undefined;
    return new VerifiedRefund({ ...factsOfV2(fields, ending), state, succeededAt }, 'query');
  }

  /** Answers say `status`, and notices `refund_status`. */
  static fromV3(refund: AuthenticObject, source: 'answer' | 'query' | 'notice'): VerifiedRefund {
    const state = stateIn(source === 'notice' ? refund.refund_status : refund.status);
    const succeededAt = state === 'success' ? timeInV3(refund) : undefined;
    return new VerifiedRefund({ ...factsOfV3(refund), state, succeededAt }, source);
  }
}

type Facts = Omit<VerifiedRefund, 'source' | 'verified'>;

function factsOfV2(fields: AuthenticFields, ending: string): Omit<Facts, 'state' | 'succeededAt'> {
  inYuan(fields.fee_type || 'CNY');
  return {
    gateway: 'v2',
    orderNo: neededField(fields, 'out_trade_no', ORDER_NO),
    transactionId: neededField(fields, 'transaction_id', TRANSACTION_ID),
    outRefundNo: neededField(fields, `out_refund_no${ending}`, REFUND_NO),
    refundId: neededField(fields, `refund_id${ending}`, TRANSACTION_ID),
    totalFen: neededFen(fields, 'total_fee'),
    refundFen: neededFen(fields, `refund_fee${ending}`),
  };
}

/** `payer_refund` is less where a coupon paid a part: `refund` is what was asked. */
function factsOfV3(said: AuthenticObject): Omit<Facts, 'state' | 'succeededAt'> {
  const { total, refund, currency = 'CNY' } = objectIn(said, 'amount') ?? {};
  if (!isFen(total) || !isFen(refund) || total === 0 || refund === 0)
    throw new UnusableMessage('amount is missing or malformed');
  inYuan(currency);
  return {
    gateway: 'v3',
    orderNo: neededText(said.out_trade_no, 'out_trade_no', ORDER_NO),
    transactionId: neededText(said.transaction_id, 'transaction_id', TRANSACTION_ID),
    outRefundNo: neededText(said.out_refund_no, 'out_refund_no', REFUND_NO),
    refundId: neededText(said.refund_id, 'refund_id', TRANSACTION_ID),
    totalFen: total,
    refundFen: refund,
  };
}

function inYuan(currency: unknown): void {
  if (currency !== 'CNY') throw new UnusableMessage('the currency is not CNY');
}

function stateIn(status: unknown): RefundState {
  const state = refundStateOf(status);
  if (!state) throw new UnusableMessage('the status is none that we know');
  return state;
}

function timeInV2(fields: AuthenticFields, name: string): Date | undefined {
  const text = fields[name];
  return text ? timeOf(name, () => fromBeijingTime(text)) : undefined;
}

function timeInV3({ success_time: text }: AuthenticObject): Date | undefined {
  return text === undefined
    ? undefined
    : timeOf('success_time', () => fromRfc3339(neededText(text, 'success_time')));
}
