import { AppConfig } from '@app/common';
import { Injectable } from '@nestjs/common';
import { oneLine, refundReason } from './description';
import { MerchantCertificate, type ClientCertificate } from './merchant-certificate';
import { ok, unknown, type Outcome } from './outcome';
import { acceptedRefund, refundStanding } from './refund-answer';
import type {
  MerchantRefund,
  RefundGateway,
  RefundNotice,
  RefundRequest,
  RefundStanding,
} from './refund-gateway';
import { UnusableKey } from './unusable-key';
import { V2Client } from './v2-client';
import { readV2RefundNotice } from './v2-refund-notice';
import type { AuthenticFields } from './v2-sign';
import { VerifiedRefund } from './verified-refund';

const NUMBER = /^out_refund_no_\d{1,2}$/;

/** Refunds over the XML interface. The same refund number is the same refund, so each call may be repeated. */
@Injectable()
export class V2RefundGateway implements RefundGateway {
  constructor(
    private readonly config: AppConfig,
    private readonly client: V2Client,
    private readonly certificate: MerchantCertificate,
  ) {}

  async refund(request: RefundRequest): Promise<Outcome<VerifiedRefund>> {
    const certificate = this.shownCertificate();
    if (certificate.kind !== 'ok') return certificate;

    const url = new URL('/secapi/pay/refund', this.config.WECHAT_PAY_REFUND_URL);
    const fields = fieldsOf(request);
    const answer = await this.client.ask({ url, merchant: request, fields, certificate: certificate.value });
    return answer.kind === 'ok' ? acceptedIn(answer.value, request) : answer;
  }

  async queryRefund(refund: MerchantRefund): Promise<Outcome<RefundStanding>> {
    const url = new URL('/pay/refundquery', this.config.WECHAT_PAY_URL);
    const fields = { out_refund_no: refund.outRefundNo };
    const answer = await this.client.ask({ url, merchant: refund, fields });
    if (answer.kind === 'ok') return standingIn(answer.value, refund);
    const absent = answer.kind === 'rejected' && answer.code === 'REFUNDNOTEXIST';
    return absent ? ok({ state: 'absent' }) : answer;
  }

  readRefundNotice(raw: Buffer): RefundNotice {
    const { WECHAT_APP_ID: appId, WECHAT_PAY_MCH_ID: mchId, WECHAT_PAY_V2_KEY: keys } = this.config;
    return readV2RefundNotice(raw, { appId, mchId, keys });
  }

  /** Files that cannot be read now prove nothing about the refund, and may be right in the repeat. */
  private shownCertificate(): Outcome<ClientCertificate> {
    try {
      return ok(this.certificate.read());
    } catch (error) {
      if (error instanceof UnusableKey) return unknown(error.fault);
      throw error;
    }
  }
}

function fieldsOf({ transactionId, outRefundNo, totalFen, refundFen, ...request }: RefundRequest) {
  const reason = refundReason(oneLine(request.reason));
  return {
    transaction_id: transactionId,
    out_refund_no: outRefundNo,
    total_fee: String(totalFen),
    refund_fee: String(refundFen),
    ...(reason && { refund_desc: reason }),
    notify_url: request.notifyUrl,
  };
}

function acceptedIn(fields: AuthenticFields, request: RefundRequest): Outcome<VerifiedRefund> {
  return acceptedRefund(request, () => VerifiedRefund.fromV2Answer(fields));
}

/** The answer is a list, though one number has one refund. */
function standingIn(fields: AuthenticFields, asked: MerchantRefund): Outcome<RefundStanding> {
  const name = Object.keys(fields).find((one) => NUMBER.test(one) && fields[one] === asked.outRefundNo);
  if (!name) return unknown('answer without the refund that was asked about');
  const ending = name.slice('out_refund_no'.length);
  return refundStanding(asked, () => VerifiedRefund.fromV2Query(fields, ending));
}
