import type { GatewayName, V2SignType } from '@app/common';
import type { Outcome } from './outcome';
import type { VerifiedPayment } from './verified-payment';

export type { GatewayName };
/** RSA is v3's alone. */
export type SignType = V2SignType | 'RSA';

/** Whose money it is and how messages about it are signed; stored with the order's first prepay. */
export interface Merchant {
  gateway: GatewayName;
  signType: SignType;
  appId: string;
  mchId: string;
}

export interface MerchantOrder extends Merchant {
  orderNo: string;
}

/** One payment by WeChat's own number. */
export interface MerchantPayment extends Merchant {
  transactionId: string;
}

/** A repeat must carry the very same values, or WeChat answers OUT_TRADE_NO_USED. */
export interface PrepayRequest extends MerchantOrder {
  description: string;
  totalFen: number;
  openid: string;
  payerIp: string;
  timeExpire: Date;
  notifyUrl: string;
}

/** What `wx.requestPayment` takes, spelled as it wants it. */
export interface ClientParams {
  /** Unix seconds, as text. */
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: SignType;
  paySign: string;
}

/** `absent`: WeChat never saw the order. */
export type Trade = { state: 'paid'; payment: VerifiedPayment } | { state: 'unpaid' | 'closed' | 'absent' };

/** `eventKey` is the same in every repeat of one event. */
export type PayNotice =
  | { kind: 'paid'; eventKey: string; payment: VerifiedPayment }
  | { kind: 'failed'; eventKey: string; orderNo?: string }
  /** WeChat's, but of another app or merchant, or of something else than a payment. */
  | { kind: 'foreign' | 'other'; eventKey: string };

export type NoticeHeaders = Record<string, string | string[] | undefined>;

/** A message on the notify route that is not believed, or cannot be read; its words are safe to log. */
export class NoticeRejected extends Error {
  constructor(
    message: string,
    readonly fault: 'unproven' | 'malformed' = 'unproven',
  ) {
    super(message);
  }
}

export const PREPAY_ID = /^[^\s&=]{1,64}$/;

/** One of WeChat Pay's interfaces. Rejected codes are normalised: upper case, no underscores. */
export interface PayGateway {
  prepay(request: PrepayRequest): Promise<Outcome<{ prepayId: string }>>;
  clientParams(signType: SignType, prepayId: string): ClientParams;
  query(order: MerchantOrder): Promise<Outcome<Trade>>;
  /** Of several payments of one order, a query by its number tells of one alone. */
  queryPayment(payment: MerchantPayment): Promise<Outcome<Trade>>;
  close(order: MerchantOrder): Promise<Outcome<'closed'>>;
  /**
   * Throws NoticeRejected where the message is not WeChat's, not ours or not a payment notice. `at`: when it came
   * in, where that is not now: what was new then is no replay by a stranger.
   */
  readPayNotice(raw: Buffer, headers: NoticeHeaders, at?: Date): PayNotice;
}
