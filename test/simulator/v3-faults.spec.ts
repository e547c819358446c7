import { describe, expect, it } from 'vitest';
import { ACK, Webhook } from './rig';
import { JSAPI, REFUNDS, V3Merchant, V3Webhook } from './v3-merchant';

/** A merchant who is about to place an order, on a bad day. */
async function faulty(kind: string, endpoint = 'v3jsapi') {
  const merchant = await V3Merchant.open();
  const terms = await merchant.terms();
  await merchant.rig.sim('fault', { endpoint, kind });
  const send = (signal?: AbortSignal) => merchant.send('POST', JSAPI, { body: terms }, signal);
  const orders = async () => (await merchant.rig.books()).orders.length;
  return { merchant, terms, send, orders };
}

describe('v3 faults', () => {
  it.each([
    ['http500', 500, /Internal Server Error/],
    ['empty', 200, /^$/],
    ['html', 200, /<html>/],
    ['redirect', 302, /^$/],
  ])('%s does nothing, and nobody signs', async (kind, status, body) => {
    const { send, orders } = await faulty(kind);

    const answer = await send();

    expect(answer.status).toBe(status);
    expect(await answer.text()).toMatch(body);
    expect(answer.headers.get('wechatpay-signature')).toBeNull();
    expect(await orders()).toBe(0);
  });

  it.each([
    ['systemError', 500, 'SYSTEM_ERROR'],
    ['http429', 429, 'FREQUENCY_LIMITED'],
    ['http202', 202, undefined],
  ])('%s does nothing, and WeChat itself says so', async (kind, status, code) => {
    const { merchant, terms, orders } = await faulty(kind);

    const answer = await merchant.post(JSAPI, terms);

    expect(answer.status).toBe(status);
    expect(answer.body?.code).toBe(code);
    expect(merchant.signerOf(answer.headers, answer.text)).toBe('certificate');
    expect(await orders()).toBe(0);
  });

  it('reset and timeout do nothing and answer nothing', async () => {
    const { merchant, send, orders } = await faulty('reset');

    await expect(send()).rejects.toThrow('fetch failed');
    await merchant.rig.sim('fault', { endpoint: 'v3jsapi', kind: 'timeout' });
    await expect(send(AbortSignal.timeout(500))).rejects.toThrow('timeout');
    expect(await orders()).toBe(0);
  });

  it('lostAnswer does the work and breaks the connection', async () => {
    const { merchant, terms, send, orders } = await faulty('lostAnswer');

    await expect(send()).rejects.toThrow('fetch failed');
    expect(await orders()).toBe(1);
    expect((await merchant.post(JSAPI, terms)).status).toBe(200);
  });

  it('slow does the work, later', async () => {
    const { send, orders } = await faulty('slow');

    await expect(send(AbortSignal.timeout(1000))).rejects.toThrow('timeout');
    expect(await orders()).toBe(1);
  });

  it('truncated does the work and says half of it', async () => {
    const { merchant, send, orders } = await faulty('truncated');

    const answer = await send();
    const text = await answer.text();

    expect(text).toMatch(/^\{"prepay_id":[^}]*$/);
    expect(merchant.signerOf(Object.fromEntries(answer.headers), text)).toBeUndefined();
    expect(await orders()).toBe(1);
  });

  it.each(['badSign', 'unsigned', 'wrongSerial', 'staleTimestamp', 'probe'])(
    '%s does the work, and the answer is not to be believed',
    async (kind) => {
      const { merchant, terms, orders } = await faulty(kind);

      const { status, headers, text, body } = await merchant.post(JSAPI, terms);

      expect(status).toBe(200);
      expect(body.prepay_id).toMatch(/^wx/);
      expect(spoiltIn(merchant, headers, text)).toBe(kind);
      expect(await orders()).toBe(1);
    },
  );

  it('foreignAppid answers a query about somebody else’s order', async () => {
    const merchant = await V3Merchant.open();
    const { out_trade_no } = await merchant.ordered();
    await merchant.rig.sim('fault', { endpoint: 'v3query', kind: 'foreignAppid' });

    const answer = await merchant.query(out_trade_no);

    expect(answer.body.appid).toBe('wxf0f0f0f0f0f0f0f0');
    expect(merchant.signerOf(answer.headers, answer.text)).toBe('certificate');
  });

  it('befall each endpoint by its own name', async () => {
    const merchant = await V3Merchant.open();
    const { prepay_id, out_trade_no } = await merchant.ordered();
    await merchant.rig.sim('pay', { prepay_id });
    const amount = { refund: 1, total: 12990, currency: 'CNY' };
    const calls: [string, () => Promise<{ status: number }>][] = [
      ['v3query', () => merchant.query(out_trade_no)],
      ['v3close', () => merchant.close(out_trade_no)],
      ['v3refund', () => merchant.post(REFUNDS, { out_trade_no, out_refund_no: 'R1', amount })],
      ['v3refundquery', () => merchant.get(`${REFUNDS}/R1`)],
      ['v3certificates', () => merchant.get('/v3/certificates')],
    ];

    for (const [endpoint, call] of calls) {
      await merchant.rig.sim('fault', { endpoint, kind: 'http429' });
      expect([endpoint, (await call()).status]).toEqual([endpoint, 429]);
      expect([endpoint, (await call()).status]).not.toEqual([endpoint, 429]);
    }
  });

  it('close without an answer has closed all the same', async () => {
    const merchant = await V3Merchant.open();
    const { out_trade_no } = await merchant.ordered();
    await merchant.rig.sim('fault', { endpoint: 'v3close', kind: 'lostAnswer' });

    await expect(merchant.close(out_trade_no)).rejects.toThrow('fetch failed');

    expect((await merchant.query(out_trade_no)).body.trade_state).toBe('CLOSED');
  });

  it.each([
    { endpoint: 'v3jsapi', kind: 'foreignAppid' },
    { endpoint: 'v3close', kind: 'truncated' },
    { endpoint: 'v3refund', kind: 'drop' },
    { endpoint: 'v3billfile', kind: 'badSign' },
    { endpoint: 'orderquery', kind: 'unsigned' },
    { endpoint: 'jscode2session', kind: 'probe' },
    { endpoint: 'notify', kind: 'http202' },
  ])('do not exist: %j', async (fault) => {
    const merchant = await V3Merchant.open();

    await merchant.rig.sim('fault', fault, 400);
  });
});

describe('faults of v3 notices', () => {
  it('a probe comes first, and the true notice right after it', async () => {
    const { merchant, webhook, prepay_id } = await paying(401, 200);
    await merchant.rig.sim('fault', { endpoint: 'notify', kind: 'probe' });

    const { notified } = await merchant.rig.sim('pay', { prepay_id });

    const [probe, truth] = webhook.heard;
    expect(notified.map(({ status }) => status)).toEqual([401, 200]);
    expect(probe!.headers['wechatpay-signature']).toMatch(/^WECHATPAY\/SIGNTEST\//);
    expect(merchant.signerOf(truth!.headers, truth!.text)).toBe('public_key');
  });

  it('whoever takes a probe has not acknowledged anything, and the books know it', async () => {
    const { merchant, prepay_id } = await paying(200, 500);
    await merchant.rig.sim('fault', { endpoint: 'notify', kind: 'probe' });

    await merchant.rig.sim('pay', { prepay_id });

    const { transactions, deliveries } = await merchant.rig.books();
    expect(deliveries).toMatchObject([
      { probe: true, status: 200, acknowledged: false, planned: false },
      { status: 500, acknowledged: false, planned: true },
    ]);
    expect(transactions[0]).toMatchObject({ acknowledged: false, next_delivery_at: expect.any(String) });
  });

  it.each(['badSign', 'unsigned', 'wrongSerial', 'staleTimestamp'])(
    '%s is the way of one delivery, and the next is right again',
    async (kind) => {
      const { merchant, webhook, prepay_id } = await paying(401, 200);
      await merchant.rig.sim('fault', { endpoint: 'notify', kind });

      await merchant.rig.sim('pay', { prepay_id });
      await merchant.later(15);

      const [first, second] = webhook.heard;
      expect(spoiltIn(merchant, first!.headers, first!.text)).toBe(kind);
      expect(merchant.signerOf(second!.headers, second!.text)).toBe('public_key');
    },
  );

  it('foreignAppid tells, genuinely, of somebody else’s payment', async () => {
    const { merchant, webhook, prepay_id } = await paying(200);
    await merchant.rig.sim('fault', { endpoint: 'notify', kind: 'foreignAppid' });

    await merchant.rig.sim('pay', { prepay_id });

    const [{ headers, text, body }] = webhook.heard as [(typeof webhook.heard)[0]];
    expect(merchant.signerOf(headers, text)).toBe('public_key');
    expect(JSON.parse(merchant.open(body.resource)).appid).toBe('wxf0f0f0f0f0f0f0f0');
  });

  it('what concerns headers passes by a v2 notice, and waits for one of v3', async () => {
    const { merchant, webhook, prepay_id } = await paying(401, 200);
    const ofV2 = await Webhook.listen();
    ofV2.answer = { body: ACK };
    const other = await merchant.rig.ordered({ out_trade_no: 'FROMV2', notify_url: ofV2.url });
    await merchant.rig.sim('fault', { endpoint: 'notify', kind: 'probe' });

    await merchant.rig.sim('pay', { prepay_id: other.prepay_id });
    await merchant.rig.sim('pay', { prepay_id });

    expect(ofV2.received).toHaveLength(1);
    expect(webhook.heard).toHaveLength(2);
  });
});

async function paying(...statuses: number[]) {
  const merchant = await V3Merchant.open();
  const webhook = await V3Webhook.listen(...statuses);
  const { prepay_id } = await merchant.ordered({ notify_url: webhook.url });
  return { merchant, webhook, prepay_id };
}

/** What is wrong with a message, as a merchant sees it; nothing where it is right. */
function spoiltIn(merchant: V3Merchant, headers: Record<string, string>, text: string): string | undefined {
  const { 'wechatpay-signature': signature, 'wechatpay-serial': serial = '' } = headers;
  if (!signature) return 'unsigned';
  if (signature.startsWith('WECHATPAY/SIGNTEST/')) return 'probe';
  if (![merchant.publicKeyId, merchant.certificate.serialNumber].includes(serial)) return 'wrongSerial';
  if (!merchant.signerOf(headers, text)) return 'badSign';
  const age = Date.now() / 1000 - Number(headers['wechatpay-timestamp']);
  return age > 300 ? 'staleTimestamp' : undefined;
}
