import type { Outcome } from './outcome';
import type { Merchant, NoticeHeaders } from './pay-gateway';
import type { RefundState } from './refund-state';
import type { VerifiedRefund } from './verified-refund';

/** A refund as it is asked the first time; a repeat must carry the very same values under the same number. */
export interface RefundRequest extends Merchant {
  orderNo: string;
  transactionId: string;
  outRefundNo: string;
  /** What the payer paid. */
  totalFen: number;
  refundFen: number;
  /** Shown to the shopper, up to 80 characters of it. */
  reason: string;
  notifyUrl: string;
}

export interface MerchantRefund extends Merchant {
  orderNo: string;
  outRefundNo: string;
}

/** `absent`: WeChat never saw it. */
export type RefundStanding = { state: 'absent' } | { state: RefundState; refund: VerifiedRefund };

/** What v2 says of a refund without proof. */
export interface RefundClaim {
  orderNo: string;
  transactionId: string;
  outRefundNo: string;
  refundId: string;
  totalFen: number;
  refundFen: number;
  state: RefundState;
}

/** `eventKey` is the same in every repeat of one event, and another for each state of a refund. */
export type RefundNotice =
  | { kind: 'refund'; eventKey: string; refund: VerifiedRefund }
  /** Nobody signs v2's refund notices: query before you believe one. */
  | { kind: 'claim'; eventKey: string; claim: RefundClaim }
  /** WeChat's, but of another merchant, or of something else than a refund. */
  | { kind: 'foreign' | 'other'; eventKey: string };

/** Refunds over one of WeChat Pay's interfaces. Rejected codes are normalised: upper case, no underscores. */
export interface RefundGateway {
  /** Accepted is not refunded: only a query or a notice says `success`. */
  refund(request: RefundRequest): Promise<Outcome<VerifiedRefund>>;
  queryRefund(refund: MerchantRefund): Promise<Outcome<RefundStanding>>;
  /** Throws NoticeRejected where the message is not WeChat's, not ours or no refund notice. */
  readRefundNotice(raw: Buffer, headers: NoticeHeaders, at?: Date): RefundNotice;
}

/** One refund of one state is one event, however often WeChat tells of it. */
export function refundEventKey({ refundId, state }: Pick<RefundClaim, 'refundId' | 'state'>): string {
  return `${refundId} ${state}`;
}
