import { AppConfig } from '@app/common';
import { Injectable } from '@nestjs/common';
import { oneLine, plainText, refundReason } from './description';
import { ok, unknown, type Outcome } from './outcome';
import type { NoticeHeaders } from './pay-gateway';
import { acceptedRefund, refundStanding } from './refund-answer';
import type {
  MerchantRefund,
  RefundGateway,
  RefundNotice,
  RefundRequest,
  RefundStanding,
} from './refund-gateway';
import { V3Client } from './v3-client';
import { objectOf } from './v3-object';
import { readV3RefundNotice } from './v3-refund-notice';
import { V3Signatures } from './v3-signatures';
import { VerifiedRefund } from './verified-refund';

const REFUNDS = '/v3/refund/domestic/refunds';
const NO_OBJECT = 'answer is no JSON object';

/** Refunds over the JSON interface. The same refund number is the same refund, so each call may be repeated. */
@Injectable()
export class V3RefundGateway implements RefundGateway {
  constructor(
    private readonly config: AppConfig,
    private readonly client: V3Client,
    private readonly signatures: V3Signatures,
  ) {}

  async refund(request: RefundRequest): Promise<Outcome<VerifiedRefund>> {
    const answer = await this.call(REFUNDS, request, fieldsOf(request));
    if (answer.kind !== 'ok') return answer;
    const refund = objectOf(answer.value);
    return refund
      ? acceptedRefund(request, () => VerifiedRefund.fromV3(refund, 'answer'))
      : unknown(NO_OBJECT);
  }

  async queryRefund(asked: MerchantRefund): Promise<Outcome<RefundStanding>> {
    const answer = await this.call(`${REFUNDS}/${encodeURIComponent(asked.outRefundNo)}`, asked);
    if (answer.kind === 'rejected' && answer.code === 'RESOURCENOTEXISTS') return ok({ state: 'absent' });
    if (answer.kind !== 'ok') return answer;
    const refund = objectOf(answer.value);
    return refund ? refundStanding(asked, () => VerifiedRefund.fromV3(refund, 'query')) : unknown(NO_OBJECT);
  }

  readRefundNotice(body: Buffer, headers: NoticeHeaders, at?: Date): RefundNotice {
    const { WECHAT_APP_ID: appId, WECHAT_PAY_MCH_ID: mchId, WECHAT_PAY_V3_KEY: sealKeys } = this.config;
    return readV3RefundNotice({ headers, body }, { ...this.signatures.verifier(at), appId, mchId, sealKeys });
  }

  private call(path: string, { mchId, orderNo, outRefundNo }: MerchantRefund, fields?: object) {
    return this.client.ask({ path, mchId, fields, about: { orderNo, outRefundNo } });
  }
}

function fieldsOf({ transactionId, outRefundNo, totalFen, refundFen, ...request }: RefundRequest) {
  const reason = refundReason(plainText(oneLine(request.reason)));
  return {
    transaction_id: transactionId,
    out_refund_no: outRefundNo,
    ...(reason && { reason }),
    notify_url: request.notifyUrl,
    amount: { refund: refundFen, total: totalFen, currency: 'CNY' },
  };
}
