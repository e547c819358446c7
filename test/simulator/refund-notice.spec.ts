import { parseXml, verifyV2 } from '@app/wechat';
import { describe, expect, it } from 'vitest';
import { Aes, Hash } from 'wechatpay-axios-plugin';
import { ACK, type Rig, startRig, Webhook } from './rig';
import { REFUNDS, V3Merchant, V3Webhook } from './v3-merchant';

/** An order of 100 fen through v2, of which 40 are on their way back. */
async function v2Shop(answer: Webhook['answer'] = { body: ACK }) {
  const rig = await startRig();
  const webhook = await Webhook.listen();
  webhook.answer = answer;
  const { prepay_id, out_trade_no } = await rig.ordered({ total_fee: '100', time_expire: '' });
  const { transaction_id } = await rig.sim('pay', { prepay_id });
  const refund = () =>
    rig.pay('/secapi/pay/refund', {
      out_trade_no,
      out_refund_no: 'R1',
      total_fee: '100',
      refund_fee: '40',
      notify_url: webhook.url,
    });
  return { rig, webhook, out_trade_no, transaction_id, refund };
}

/** The same through v3, with a webhook that answers these one after the other. */
async function v3Shop(...statuses: number[]) {
  const merchant = await V3Merchant.open();
  const webhook = await V3Webhook.listen(...statuses);
  const amount = { total: 100, currency: 'CNY' };
  const { prepay_id, out_trade_no } = await merchant.ordered({ amount, time_expire: undefined });
  const { transaction_id } = await merchant.rig.sim('pay', { prepay_id });
  const refund = () =>
    merchant.post(REFUNDS, {
      out_trade_no,
      out_refund_no: 'R1',
      notify_url: webhook.url,
      amount: { ...amount, refund: 40 },
    });
  const told = () => webhook.heard.map(({ body }) => JSON.parse(merchant.open(body.resource)));
  return { merchant, rig: merchant.rig, webhook, out_trade_no, transaction_id, refund, told };
}

/** Opened with somebody else's cipher. */
function opened(rig: Rig, notice: Record<string, string>) {
  const text = Aes.AesEcb.decrypt(notice.req_info!, Hash.md5(rig.config.WECHAT_PAY_V2_KEY[0]!));
  return parseXml(Buffer.from(text), 'root');
}

const refundsIn = async (rig: Rig) => (await rig.books()).refunds;
const tellingOf = async (rig: Rig, refund: string) =>
  (await rig.books()).deliveries.filter(({ out_refund_no }) => out_refund_no === refund);

describe('the notice of a v2 refund', () => {
  it('[D2-12] comes when it has ended, unsigned, and opens under the merchant’s key', async () => {
    const { rig, webhook, out_trade_no, transaction_id, refund } = await v2Shop();
    const { refund_id } = await refund();
    await rig.sim('clock', { advanceSeconds: 2 });
    const early = webhook.received.length;

    await rig.sim('clock', { advanceSeconds: 1 });

    expect(early).toBe(0);
    expect(webhook.received).toHaveLength(1);
    expect(Object.keys(webhook.received[0]!).toSorted()).toEqual([
      'appid',
      'mch_id',
      'nonce_str',
      'req_info',
      'return_code',
    ]);
    expect(opened(rig, webhook.received[0]!)).toEqual({
      transaction_id,
      out_trade_no,
      refund_id,
      out_refund_no: 'R1',
      total_fee: '100',
      settlement_total_fee: '100',
      refund_fee: '40',
      settlement_refund_fee: '40',
      cash_refund_fee: '40',
      refund_status: 'SUCCESS',
      success_time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      refund_recv_accout: '支付用户零钱',
      refund_account: 'REFUND_SOURCE_UNSETTLED_FUNDS',
      refund_request_source: 'API',
    });
    expect(await refundsIn(rig)).toMatchObject([{ status: 'SUCCESS', acknowledged: true }]);
  });

  it.each([
    ['CLOSED', 'REFUNDCLOSE'],
    ['ABNORMAL', 'CHANGE'],
  ])('tells of a refund that is %s, too, and of no time of success', async (becomes, refund_status) => {
    const { rig, webhook, refund } = await v2Shop();
    await rig.sim('refund', { becomes, afterSeconds: 0 });

    await refund();
    await rig.sim('clock', { advanceSeconds: 1 });

    const told = opened(rig, webhook.received[0]!);
    expect(told).toMatchObject({ refund_status });
    expect(told).not.toHaveProperty('success_time');
  });

  it('climbs the ladder of payments, and survives a restart on it', async () => {
    const { rig, webhook, refund } = await v2Shop({ body: 'no' });
    await refund();
    await rig.sim('clock', { advanceSeconds: 3 + 15 });
    const before = await rig.books();

    await rig.stop();
    await rig.start();

    expect(await rig.books()).toEqual(before);
    expect(before.refunds[0]).toMatchObject({ acknowledged: false, next_delivery_at: expect.any(String) });
    await rig.sim('clock', { advanceSeconds: 86_400 * 2 });
    expect(webhook.received).toHaveLength(16);
  });

  it('goes where the portal says when the request names no address', async () => {
    const { rig, out_trade_no, refund } = await v2Shop();
    await refund();

    await rig.sim('portal-refund', { out_trade_no, refund_fee: 5 });
    await rig.sim('clock', { advanceSeconds: 3 });

    const [, ofPortal] = await refundsIn(rig);
    expect(ofPortal!.notify_url).toBeUndefined();
    expect(await tellingOf(rig, ofPortal!.out_refund_no)).toMatchObject([{ error: 'ECONNREFUSED' }]);
  });

  it('is told once more, as often as a test wants, when it has ended', async () => {
    const { rig, webhook, refund } = await v2Shop();
    await refund();
    await rig.sim('notify', { out_refund_no: 'R1' }, 404);
    await rig.sim('clock', { advanceSeconds: 3 });

    const { notified } = await rig.sim('notify', { out_refund_no: 'R1', copies: 5 });

    expect(notified).toHaveLength(5);
    expect(webhook.received).toHaveLength(6);
  });

  it.each(['drop', 'badSign', 'foreignAppid'])('has its own faults: %s, then right again', async (kind) => {
    const { rig, webhook, refund } = await v2Shop({ status: 500 });
    await rig.sim('fault', { endpoint: 'refundnotify', kind });
    await refund();

    await rig.sim('clock', { advanceSeconds: 3 + 15 });

    expect(webhook.received.map((notice) => spoiltIn(rig, notice))).toEqual(
      kind === 'drop' ? ['nothing'] : [kind, 'nothing'],
    );
    expect(webhook.received.every((notice) => !verifyV2(notice, rig.config.WECHAT_PAY_V2_KEY))).toBe(true);
  });
});

describe('the notice of a v3 refund', () => {
  it('[D3-17] is signed, and its sealed words are not those of a query', async () => {
    const { merchant, rig, webhook, out_trade_no, transaction_id, refund, told } = await v3Shop(200);
    const { body: accepted } = await refund();

    await merchant.later(3);

    const [{ headers, text, body }] = webhook.heard as [(typeof webhook.heard)[0]];
    expect(merchant.signerOf(headers, text)).toBe('public_key');
    expect(body).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      event_type: 'REFUND.SUCCESS',
      summary: '退款成功',
      resource_type: 'encrypt-resource',
      resource: { original_type: 'refund', associated_data: 'refund', algorithm: 'AEAD_AES_256_GCM' },
    });
    expect(told()).toEqual([
      {
        mchid: merchant.mchid,
        transaction_id,
        out_trade_no,
        refund_id: accepted.refund_id,
        out_refund_no: 'R1',
        refund_status: 'SUCCESS',
        success_time: expect.stringMatching(/\+08:00$/),
        user_received_account: '支付用户零钱',
        amount: { total: 100, refund: 40, payer_total: 100, payer_refund: 40 },
      },
    ]);
    expect(await refundsIn(rig)).toMatchObject([{ status: 'SUCCESS', acknowledged: true }]);
  });

  it.each(['CLOSED', 'ABNORMAL'])('tells of a refund that is %s', async (becomes) => {
    const { merchant, rig, webhook, refund, told } = await v3Shop(204);
    await refund();

    const { notified } = await rig.sim('refund', { out_refund_no: 'R1', becomes });
    await merchant.later(86_400);

    expect(notified).toMatchObject([{ status: 204 }]);
    expect(webhook.heard.map(({ body }) => body.event_type)).toEqual([`REFUND.${becomes}`]);
    expect(told()[0]).toMatchObject({ refund_status: becomes });
    expect(told()[0]).not.toHaveProperty('success_time');
  });

  it('tells twice of one that was ABNORMAL and was put right, as two events', async () => {
    const { merchant, rig, webhook, refund } = await v3Shop(200);
    await rig.sim('refund', { becomes: 'ABNORMAL' });
    await refund();
    await merchant.later(3);

    await rig.sim('refund', { out_refund_no: 'R1', becomes: 'SUCCESS' });

    expect(webhook.heard.map(({ body }) => body.event_type)).toEqual(['REFUND.ABNORMAL', 'REFUND.SUCCESS']);
    expect(new Set(webhook.heard.map(({ body }) => body.id)).size).toBe(2);
    expect(await tellingOf(rig, 'R1')).toMatchObject([
      { refund_status: 'ABNORMAL', acknowledged: true },
      { refund_status: 'SUCCESS', acknowledged: true },
    ]);
  });

  it('is probed and forged like that of a payment, and has an mchid for an appid', async () => {
    const { merchant, rig, webhook, refund, told } = await v3Shop(401, 500, 200);
    await rig.sim('fault', { endpoint: 'refundnotify', kind: 'probe' });
    await refund();

    await merchant.later(3);
    await rig.sim('fault', { endpoint: 'refundnotify', kind: 'foreignAppid' });
    await merchant.later(15);

    expect(webhook.heard[0]!.headers['wechatpay-signature']).toMatch(/^WECHATPAY\/SIGNTEST\//);
    expect(told().map(({ mchid }) => mchid === merchant.mchid)).toEqual([true, true, false]);
    expect(await tellingOf(rig, 'R1')).toMatchObject([
      { probe: true, status: 401, planned: false },
      { status: 500, planned: true },
      { status: 200, acknowledged: true },
    ]);
  });

  it('comes in the form of the interface that asked, and for the portal in that of the order', async () => {
    const ofPortal = await V3Webhook.listen(200);
    const merchant = await V3Merchant.open({ PUBLIC_URL: new URL(ofPortal.url).origin });
    const { rig } = merchant;
    const ofV2 = await Webhook.listen();
    const { prepay_id, out_trade_no } = await merchant.ordered({ time_expire: undefined });
    await rig.sim('pay', { prepay_id });
    const fields = { out_trade_no, out_refund_no: 'V2', total_fee: '12990', refund_fee: '1' };
    await rig.pay('/secapi/pay/refund', { ...fields, notify_url: ofV2.url });

    await rig.sim('portal-refund', { out_trade_no, refund_fee: 5 });
    await merchant.later(3);

    expect(opened(rig, ofV2.received[0]!)).toMatchObject({ out_refund_no: 'V2' });
    expect(ofPortal.heard.map(({ path }) => path)).toEqual(['/api/v1/pay/refund-notify/v3']);
    expect(ofPortal.heard[0]!.body.event_type).toBe('REFUND.SUCCESS');
  });
});

/** What is wrong with a v2 refund notice, as a merchant sees it. */
function spoiltIn(rig: Rig, notice: Record<string, string>): string {
  if (notice.appid !== rig.config.WECHAT_APP_ID) return 'foreignAppid';
  try {
    opened(rig, notice);
    return 'nothing';
  } catch {
    return 'badSign';
  }
}
