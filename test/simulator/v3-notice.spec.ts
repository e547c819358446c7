import { verifyV2 } from '@app/wechat';
import { describe, expect, it } from 'vitest';
import { Webhook } from './rig';
import { V3Merchant, V3Webhook } from './v3-merchant';

/** A shop with an order through v3, whose webhook answers these one after the other. */
async function shop(...statuses: number[]) {
  const merchant = await V3Merchant.open();
  const webhook = await V3Webhook.listen(...statuses);
  const { terms, prepay_id, out_trade_no } = await merchant.ordered({
    notify_url: webhook.url,
    attach: '007',
  });
  const signers = () => webhook.heard.map(({ headers, text }) => merchant.signerOf(headers, text));
  return { merchant, rig: merchant.rig, webhook, terms, prepay_id, out_trade_no, signers };
}

describe('the notice of an order through v3', () => {
  it('is signed over its raw bytes and holds, sealed, what a query answers', async () => {
    const { merchant, rig, webhook, prepay_id, out_trade_no, signers } = await shop(200);

    const paid = await rig.sim('pay', { prepay_id });

    const [{ headers, body }] = webhook.heard as [(typeof webhook.heard)[0]];
    expect(paid).toMatchObject({ out_trade_no, notified: [{ status: 200 }] });
    expect(signers()).toEqual(['public_key']);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Mozilla/4.0',
      'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
    });
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      create_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/),
      resource_type: 'encrypt-resource',
      event_type: 'TRANSACTION.SUCCESS',
      summary: '支付成功',
      resource: {
        original_type: 'transaction',
        algorithm: 'AEAD_AES_256_GCM',
        associated_data: 'transaction',
        nonce: expect.stringMatching(/^.{12}$/),
        ciphertext: expect.any(String),
      },
    });
    expect(JSON.parse(merchant.open(body.resource))).toEqual((await merchant.query(out_trade_no)).body);
  });

  it('is repeated until the status says so, freshly signed and sealed, under the same id', async () => {
    const { merchant, rig, webhook, prepay_id, signers } = await shop(500, 302, 404, 200);
    await rig.sim('pay', { prepay_id });
    for (const seconds of [15, 15, 30]) await merchant.later(seconds);
    await merchant.later(86_400);

    const { transactions, deliveries } = await rig.books();

    expect(deliveries.map(({ status, acknowledged }) => [status, acknowledged])).toEqual([
      [500, false],
      [302, false],
      [404, false],
      [200, true],
    ]);
    expect(transactions[0]).toMatchObject({ acknowledged: true });
    expect(signers()).toEqual(Array(4).fill('public_key'));
    const different = (of: (heard: (typeof webhook.heard)[0]) => unknown) =>
      new Set(webhook.heard.map(of)).size;
    expect(different(({ body }) => body.id)).toBe(1);
    expect(different(({ headers }) => headers['wechatpay-timestamp'])).toBe(4);
    expect(different(({ headers }) => headers['wechatpay-nonce'])).toBe(4);
    expect(different(({ body }) => body.resource.nonce)).toBe(4);
  });

  it('is taken by a 204, too', async () => {
    const { rig, prepay_id } = await shop(204);

    await rig.sim('pay', { prepay_id });

    expect((await rig.books()).transactions[0]).toMatchObject({ acknowledged: true });
  });

  it('tells what was paid, not what was asked', async () => {
    const { merchant, rig, webhook, prepay_id } = await shop(200);

    await rig.sim('pay', { prepay_id, total_fee: 1, fee_type: 'USD' });

    const told = JSON.parse(merchant.open(webhook.heard[0]!.body.resource));
    expect(told.amount).toEqual({ total: 1, payer_total: 1, currency: 'USD', payer_currency: 'USD' });
  });

  it('comes in v2’s form for an order through v2, beside it', async () => {
    const { rig, webhook, prepay_id } = await shop(200);
    const v2Webhook = await Webhook.listen();
    const ofV2 = await rig.ordered({ out_trade_no: 'FROMV2', notify_url: v2Webhook.url });

    await rig.sim('pay', { prepay_id });
    await rig.sim('pay', { prepay_id: ofV2.prepay_id });

    expect(webhook.heard).toHaveLength(1);
    expect(v2Webhook.received).toMatchObject([{ out_trade_no: 'FROMV2', result_code: 'SUCCESS' }]);
    expect(verifyV2(v2Webhook.received[0]!, rig.config.WECHAT_PAY_V2_KEY)).toBe(true);
  });

  it('survives a restart, as everything in the books', async () => {
    const { merchant, rig, terms, webhook, prepay_id, out_trade_no, signers } = await shop(500, 200);
    await rig.sim('sign', { with: 'certificate' });
    await rig.sim('pay', { prepay_id });
    const before = await rig.books();

    await rig.stop();
    await rig.start();
    const after = await rig.books();
    await merchant.later(15);

    expect(after).toEqual(before);
    expect(webhook.heard).toHaveLength(2);
    expect(signers()).toEqual(['certificate', 'certificate']);
    expect((await merchant.query(out_trade_no)).body.trade_state).toBe('SUCCESS');
    expect((await merchant.post('/v3/pay/transactions/jsapi', terms)).body.code).toBe('ORDERPAID');
  });
});

describe('the cashier', () => {
  it('takes the money of an order through v3', async () => {
    const { rig, prepay_id } = await shop(200);
    const state = async () => (await fetch(`${rig.url}/cashier/${prepay_id}/state`)).json();
    const html = await (await fetch(`${rig.url}/cashier/${prepay_id}`)).text();

    const before = await state();
    await rig.sim('pay', { prepay_id: `prepay_id=${prepay_id}` });

    expect(html).toContain('云南普洱茶饼357克');
    expect(html).toContain('129.90');
    expect([before, await state()]).toEqual([{ state: 'payable' }, { state: 'paid' }]);
  });
});

describe('the key of a notice', () => {
  it.each(['public_key', 'certificate'])('is the %s, when that is chosen', async (signer) => {
    const { rig, prepay_id, signers } = await shop(200);

    await rig.sim('sign', { with: signer });
    await rig.sim('pay', { prepay_id });

    expect(signers()).toEqual([signer]);
  });

  it('is now one, now the other, while a merchant moves to the public key', async () => {
    const { rig, prepay_id, out_trade_no, signers } = await shop(200);

    await rig.sim('sign', { with: 'mixed' });
    await rig.sim('pay', { prepay_id });
    await rig.sim('notify', { out_trade_no, copies: 60 });

    expect(new Set(signers())).toEqual(new Set(['public_key', 'certificate']));
  });

  it('is the certificate for a merchant who has no public key', async () => {
    const merchant = await V3Merchant.open({ WECHAT_PAY_PLATFORM_CERT_FILES: 'a-copy.pem' });
    const webhook = await V3Webhook.listen(200);
    const { prepay_id } = await merchant.ordered({ notify_url: webhook.url });

    await merchant.rig.sim('pay', { prepay_id });

    expect(webhook.heard[0]!.headers['wechatpay-serial']).toBe(merchant.certificate.serialNumber);
  });

  it('is none other', async () => {
    const { rig } = await shop(200);

    await rig.sim('sign', { with: 'v2' }, 400);
  });
});
