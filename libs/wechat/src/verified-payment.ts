import { fromBeijingStamp, fromRfc3339, type GatewayName } from '@app/common';
import {
  CURRENCY,
  FEN,
  isFen,
  neededFen,
  neededField,
  neededText,
  ORDER_NO,
  timeOf,
  TRANSACTION_ID,
  UnusableMessage,
} from './facts';
import type { AuthenticFields } from './v2-sign';
import { objectIn, type AuthenticObject } from './v3-object';

/**
 * Money that WeChat itself told us of. The constructor is private and every reader asks for authentic
 * fields, so a `VerifiedPayment` in your hand was verified.
 */
export class VerifiedPayment {
  readonly gateway: GatewayName;
  readonly appId: string;
  readonly mchId: string;
  readonly orderNo: string;
  readonly transactionId: string;
  readonly totalFen: number;
  readonly currency: string;
  readonly openid?: string;
  readonly paidAt: Date;
  /** Without a private member any object of the same shape would pass for one. */
  declare private readonly verified: true;

  private constructor(
    facts: Facts,
    readonly source: 'notice' | 'query',
  ) {
    this.gateway = facts.gateway;
    this.appId = facts.appId;
    this.mchId = facts.mchId;
    this.orderNo = facts.orderNo;
    this.transactionId = facts.transactionId;
    this.totalFen = facts.totalFen;
    this.currency = facts.currency;
    this.openid = facts.openid;
    this.paidAt = facts.paidAt;
  }

  static fromV2(fields: AuthenticFields, source: 'notice' | 'query'): VerifiedPayment {
    return new VerifiedPayment(factsOfV2(fields), source);
  }

  static fromV3(transaction: AuthenticObject, source: 'notice' | 'query'): VerifiedPayment {
    return new VerifiedPayment(factsOfV3(transaction), source);
  }
}

type Facts = Omit<VerifiedPayment, 'source' | 'verified'>;

function factsOfV2(fields: AuthenticFields): Facts {
  return {
    gateway: 'v2',
    appId: neededField(fields, 'appid'),
    mchId: neededField(fields, 'mch_id'),
    orderNo: neededField(fields, 'out_trade_no', ORDER_NO),
    transactionId: neededField(fields, 'transaction_id', TRANSACTION_ID),
    totalFen: totalFen(fields),
    currency: fields.fee_type ? neededField(fields, 'fee_type', CURRENCY) : 'CNY',
    openid: fields.openid || undefined,
    paidAt: timeOf('time_end', () => fromBeijingStamp(neededField(fields, 'time_end'))),
  };
}

/** `payer_total` is less where a coupon paid a part: `total` is what was asked. */
function factsOfV3(transaction: AuthenticObject): Facts {
  const { total, payer_total = 0, currency = 'CNY' } = objectIn(transaction, 'amount') ?? {};
  const openid = objectIn(transaction, 'payer')?.openid;
  if (!isFen(total) || !isFen(payer_total) || total === 0)
    throw new UnusableMessage('amount is missing or malformed');
  return {
    gateway: 'v3',
    appId: neededText(transaction.appid, 'appid'),
    mchId: neededText(transaction.mchid, 'mchid'),
    orderNo: neededText(transaction.out_trade_no, 'out_trade_no', ORDER_NO),
    transactionId: neededText(transaction.transaction_id, 'transaction_id', TRANSACTION_ID),
    totalFen: total,
    currency: neededText(currency, 'amount.currency', CURRENCY),
    openid: typeof openid === 'string' && openid ? openid : undefined,
    paidAt: timeOf('success_time', () => fromRfc3339(neededText(transaction.success_time, 'success_time'))),
  };
}

/** The other amounts are not used, but a message with a broken one is not believed in parts. */
function totalFen(fields: AuthenticFields): number {
  for (const name of ['cash_fee', 'settlement_total_fee', 'coupon_fee'])
    if (fields[name]) neededField(fields, name, FEN);
  return neededFen(fields, 'total_fee');
}
