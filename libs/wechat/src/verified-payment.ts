import { fromBeijingStamp } from '@app/common';
import type { AuthenticFields } from './v2-sign';

const TRANSACTION_ID = /^[\w-]{1,64}$/;
export const ORDER_NO = /^[\w|*@-]{1,32}$/;
const FEN = /^(0|[1-9]\d{0,11})$/;
const CURRENCY = /^[A-Z]{3,16}$/;

/** An authentic message that still is no payment; the message names the field and repeats no value. */
export class UnusablePayment extends Error {}

/**
 * Money that WeChat itself told us of. The constructor is private and every reader asks for authentic
 * fields, so a `VerifiedPayment` in your hand was verified.
 */
export class VerifiedPayment {
  readonly gateway: 'v2';
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
    fields: AuthenticFields,
    readonly source: 'notice' | 'query',
  ) {
    this.gateway = 'v2';
    this.appId = neededField(fields, 'appid');
    this.mchId = neededField(fields, 'mch_id');
    this.orderNo = neededField(fields, 'out_trade_no', ORDER_NO);
    this.transactionId = neededField(fields, 'transaction_id', TRANSACTION_ID);
    this.totalFen = totalFen(fields);
    this.currency = fields.fee_type ? neededField(fields, 'fee_type', CURRENCY) : 'CNY';
    this.openid = fields.openid || undefined;
    this.paidAt = paidAt(fields);
  }

  static fromV2(fields: AuthenticFields, source: 'notice' | 'query'): VerifiedPayment {
    return new VerifiedPayment(fields, source);
  }
}

export function neededField(fields: AuthenticFields, name: string, form = /./): string {
  const value = fields[name] ?? '';
  if (!form.test(value)) throw new UnusablePayment(`${name} is missing or malformed`);
  return value;
}

/** The other amounts are not used, but a message with a broken one is not believed in parts. */
function totalFen(fields: AuthenticFields): number {
  for (const name of ['cash_fee', 'settlement_total_fee', 'coupon_fee'])
    if (fields[name]) neededField(fields, name, FEN);
  const fen = Number(neededField(fields, 'total_fee', FEN));
  if (fen === 0) throw new UnusablePayment('total_fee is zero');
  return fen;
}

function paidAt(fields: AuthenticFields): Date {
  try {
    return fromBeijingStamp(neededField(fields, 'time_end'));
  } catch {
    throw new UnusablePayment('time_end is missing or malformed');
  }
}
