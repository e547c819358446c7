import { beijingRfc3339, beijingTime } from '@app/common';
import { refundNoticeKey, writeXml } from '@app/wechat';
import { createCipheriv } from 'node:crypto';
import type { Shop } from '../given/shop';
import { V3Webhook } from '../notify/v3-webhook';
import type { Paid } from './paid';

export interface Told {
  outRefundNo: string;
  refundFen: number;
  totalFen: number;
  refundId?: string;
  /** WeChat closed it. */
  closed?: boolean;
}

/** What WeChat tells of a refund that succeeded or was closed, by this gateway's kind of notice; `forged` by somebody without keys. */
export async function tellRefund(
  shop: Shop,
  { no, transactionId }: Pick<Paid, 'no' | 'transactionId'>,
  told: Told & { gateway: string; forged?: boolean },
) {
  const about = { out_trade_no: no, transaction_id: transactionId, out_refund_no: told.outRefundNo };
  const refund_id = told.refundId ?? '5030000000202611250000000001';
  return told.gateway === 'v3'
    ? tellV3(shop, { ...about, refund_id }, told)
    : tellV2(shop, { ...about, refund_id }, told);
}

function tellV2(
  shop: Shop,
  about: Record<string, string>,
  { refundFen, totalFen, closed, forged }: Told & Forged,
) {
  const { WECHAT_APP_ID, WECHAT_PAY_MCH_ID, WECHAT_PAY_V2_KEY } = shop.config;
  const key = refundNoticeKey(forged ? 'f'.repeat(32) : WECHAT_PAY_V2_KEY[0]!);
  const cipher = createCipheriv('aes-256-ecb', key, null);
  const text = writeXml(
    {
      ...about,
      refund_status: closed ? 'REFUNDCLOSE' : 'SUCCESS',
      refund_fee: String(refundFen),
      total_fee: String(totalFen),
      success_time: beijingTime(new Date()),
    },
    'root',
  );
  const req_info = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
  const body = writeXml({
    return_code: 'SUCCESS',
    appid: WECHAT_APP_ID,
    mch_id: WECHAT_PAY_MCH_ID,
    nonce_str: 'nonce',
    req_info,
  });
  return posted(shop, 'refund-notify', { body, headers: { 'content-type': 'text/xml' } });
}

function tellV3(
  shop: Shop,
  about: Record<string, string>,
  { refundFen, totalFen, closed, forged }: Told & Forged,
) {
  const resource = {
    ...about,
    mchid: shop.config.WECHAT_PAY_MCH_ID,
    refund_status: closed ? 'CLOSED' : 'SUCCESS',
    ...(!closed && { success_time: beijingRfc3339(new Date()) }),
    amount: { total: totalFen, refund: refundFen, payer_total: totalFen, payer_refund: refundFen },
  };
  const signing = forged ? ({ secret: 'merchant-key.pem' } as const) : {};
  const notice = new V3Webhook(shop).notice(
    resource,
    { event_type: closed ? 'REFUND.CLOSED' : 'REFUND.SUCCESS' },
    signing,
  );
  return posted(shop, 'refund-notify/v3', notice);
}

interface Forged {
  forged?: boolean;
}

async function posted(
  shop: Shop,
  route: string,
  { body, headers }: { body: string; headers: Record<string, string> },
) {
  const answer = await fetch(`${shop.config.PUBLIC_URL}/api/v1/pay/${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: answer.status, body: await answer.text() };
}
