import { NestLog, openLog } from '@app/common';
import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually, Shop } from '../given/shop';
import { ACKNOWLEDGED, refused, V3Webhook, type Said, type Signing } from './v3-webhook';
import { books, due, moneyOf, noticesOf, statusOf, transactionId, type Due } from './webhook';

let shop: Shop;
let webhook: V3Webhook;
let lines: string[] = [];

beforeAll(async () => {
  // Whose log is read for what a notice leaves in it has no sweeps that write there too.
  shop = await Shop.open({ ROLE: 'api' });
  webhook = new V3Webhook(shop);
  Logger.overrideLogger(new NestLog(openLog('info', { write: (line) => void lines.push(line) })));
});
afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
  lines = [];
});
afterAll(() => shop.stop());

const alarms = () => lines.filter((line) => (JSON.parse(line) as { level: number }).level === 50);

describe('a genuine v3 notice', () => {
  it('[D1-5] turns the order paid, and is kept once with its bytes and signature alone', async () => {
    const order = await due(shop);
    const transaction = webhook.transaction(order);
    const { body, headers } = webhook.notice(transaction);

    const answers = [await webhook.send({ body, headers }), await webhook.send({ body, headers })];

    expect(answers).toEqual([ACKNOWLEDGED, ACKNOWLEDGED]);
    expect(await statusOf(shop, order)).toBe(2);
    expect(await noticesOf(shop, String(transaction.transaction_id))).toEqual([
      { kind: 'paid', outcome: 'fulfilled', attempts: 2, headers, body: Buffer.from(body) },
    ]);
  });

  it('is believed under the public key and under a platform certificate, whichever WeChat takes', async () => {
    await shop.simulator.post('/sim/sign', { with: 'mixed' });
    const orders = [await due(shop), await due(shop), await due(shop), await due(shop)];

    for (const order of orders) {
      const paid = await shop.pay(order.prepay);
      expect(paid.body.notified).toEqual([ACKNOWLEDGED]);
      expect(await statusOf(shop, order)).toBe(2);
    }
  });

  it('[D1-6] of a payment that does not match its order is acknowledged as a case', async () => {
    const order = await due(shop);

    const heard = await webhook.send(webhook.notice(webhook.transaction(order, { amount: { total: 1 } })));

    expect(heard).toEqual(ACKNOWLEDGED);
    expect(await statusOf(shop, order)).toBe(1);
    expect(await moneyOf(shop, order)).toMatchObject([{ fen: 1, disposition: 'disputed' }]);
    expect(alarms()).toHaveLength(1);
  });

  it.each([
    ['app', { appid: 'wxffffffffffffffff' }],
    ['merchant', { mchid: '1999999999' }],
  ])('of another %s is acknowledged, kept as foreign, and changes no order', async (_what, foreign) => {
    const order = await due(shop);
    const transaction_id = transactionId();
    const notice = webhook.notice(webhook.transaction(order, { transaction_id, ...foreign }));

    const { answer, before, after } = await webhook.watch(notice);
    const again = await webhook.send(notice);

    expect([answer, again]).toEqual([ACKNOWLEDGED, ACKNOWLEDGED]);
    expect({ ...after, notice: [] }).toEqual({ ...before, notice: [] });
    expect(await noticesOf(shop, transaction_id)).toMatchObject([
      { kind: 'foreign', outcome: 'foreign', attempts: 2 },
    ]);
    expect(alarms()[0]).toContain('a notice is foreign');
    expect(alarms().join('')).not.toContain('oSomebodyElse');
  });

  it('of something else than a payment is acknowledged and kept', async () => {
    const order = await due(shop);
    const id = transactionId();
    const event = { id, event_type: 'REFUND.SUCCESS' };

    const { answer, before, after } = await webhook.watch(webhook.notice(webhook.transaction(order), event));

    expect(answer).toEqual(ACKNOWLEDGED);
    expect({ ...after, notice: [] }).toEqual({ ...before, notice: [] });
    expect(await noticesOf(shop, id)).toMatchObject([{ kind: 'other', outcome: 'other' }]);
  });

  it('of an order that the shop does not know is a failure for ten minutes, then a case', async () => {
    const transaction_id = transactionId();
    const strange = { orderNo: '26010108AB12CD34EF56', totalFen: 3998 };
    const notice = () => webhook.notice(webhook.transaction(strange, { transaction_id }));

    const first = await webhook.send(notice());
    await shop.later(590);
    const early = await webhook.send(notice());
    await shop.later(11);
    const late = await webhook.send(notice());

    expect([first, early, late]).toEqual([refused(500), refused(500), ACKNOWLEDGED]);
    expect(await noticesOf(shop, transaction_id)).toMatchObject([{ outcome: 'orphan', attempts: 3 }]);
  });

  it('[D1-25] is a failure of ours, undone as a whole, while its last step fails', async () => {
    const order = await due(shop);
    const notice = webhook.notice(webhook.transaction(order));
    await shop.db.query('REVOKE INSERT ON notice FROM minimall_app');

    const { answer, before, after } = await webhook.watch(notice);
    await shop.db.query('GRANT INSERT ON notice TO minimall_app');

    expect(answer).toEqual(refused(500));
    expect(after).toEqual(before);
    expect(await webhook.send(notice)).toEqual(ACKNOWLEDGED);
    expect(await statusOf(shop, order)).toBe(2);
  });
});

function made(order: Due, signing: Signing = {}) {
  return webhook.notice(webhook.transaction(order), {}, signing);
}

function altered(order: Due, headers: Record<string, string>) {
  const notice = made(order);
  return { ...notice, headers: { ...notice.headers, ...headers } };
}

/** What was sealed under one name is sent under another, and signed as it is sent. */
function resealed(order: Due, but: Said) {
  const said = JSON.parse(made(order).body) as { resource: Said };
  return webhook.signed(JSON.stringify({ ...said, resource: { ...said.resource, ...but } }));
}

describe('[F16] a v3 notice is refused and changes nothing, when', () => {
  it.each<[string, (order: Due) => { body: string; headers: Record<string, string> }, string]>([
    ['nobody signed it', (order) => ({ ...made(order), headers: {} }), 'header missing'],
    ['the merchant signed it', (order) => made(order, { secret: 'merchant-key.pem' }), 'signature'],
    [
      'another key signed it than it names',
      (order) => made(order, { secret: 'wechatpay-platform-key.pem' }),
      'signature',
    ],
    [
      '[D3-19] it names a key that nobody knows',
      (order) => made(order, { serial: '7'.repeat(40) }),
      'unknown serial',
    ],
    ['it is six minutes old', (order) => made(order, { age: 360 }), 'timestamp'],
    ['it is six minutes early', (order) => made(order, { age: -360 }), 'timestamp'],
    [
      '[D3-11] it is a probe',
      (order) => altered(order, { 'wechatpay-signature': 'WECHATPAY/SIGNTEST/abc%==' }),
      'probe',
    ],
    [
      '[D3-12] a header comes twice',
      (order) => altered(order, { 'wechatpay-nonce': 'nonce, nonce' }),
      'repeated',
    ],
    ['a space was added', (order) => ({ ...made(order), body: `${made(order).body} ` }), 'signature'],
  ])('%s: 401', async (_what, message, reason) => {
    const order = await due(shop);

    const { answer, before, after } = await webhook.watch(message(order));

    expect(answer).toEqual(refused(401));
    expect(after).toEqual(before);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(reason);
    expect(lines[0]).not.toContain(order.orderNo);
  });

  it.each<[string, (order: Due) => { body: string; headers: Record<string, string> }]>([
    ['it is no JSON', () => webhook.signed('<xml></xml>')],
    ['it is empty', () => webhook.signed('')],
    ['it is an answer to a query', (order) => webhook.signed(JSON.stringify(webhook.transaction(order)))],
    [
      'its resource does not decrypt',
      (order) => webhook.notice(webhook.transaction(order), { resource: BROKEN }),
    ],
    ['it was sealed for something else', (order) => resealed(order, { associated_data: 'refund' })],
    ['it has no amount', (order) => webhook.notice(webhook.transaction(order, { amount: undefined }))],
    ['it is not paid', (order) => webhook.notice(webhook.transaction(order, { trade_state: 'NOTPAY' }))],
  ])('%s: 400', async (_what, message) => {
    const order = await due(shop);

    const { answer, before, after } = await webhook.watch(message(order));

    expect(answer).toEqual(refused(400));
    expect(after).toEqual(before);
    expect(lines).toHaveLength(1);
  });

  it('is an error of ours, never a success, where it is too large to be read', async () => {
    const heard = await webhook.send(webhook.signed('x'.repeat(200_000)));

    expect(heard.status).toBeGreaterThanOrEqual(400);
  });
});

const BROKEN: Said = {
  algorithm: 'AEAD_AES_256_GCM',
  nonce: 'fdasflkja484',
  ciphertext: Buffer.alloc(64).toString('base64'),
};

describe('where WeChat’s notice arrives spoilt, its repeat settles:', () => {
  it.each(['badSign', 'unsigned', 'wrongSerial', 'staleTimestamp', 'drop'])('%s', async (kind) => {
    const order = await due(shop);
    await shop.simulator.post('/sim/fault', { endpoint: 'notify', kind, times: 1 });

    const paid = await shop.pay(order.prepay);
    const spoilt = await statusOf(shop, order);
    const again = await shop.simulator.post('/sim/notify', { out_trade_no: order.orderNo, copies: 1 });

    expect(paid.body.notified[0]).not.toMatchObject({ status: 200 });
    expect(spoilt).toBe(1);
    expect(again.body.notified).toEqual([ACKNOWLEDGED]);
    expect(await statusOf(shop, order)).toBe(2);
  });

  it('[D3-11] a probe, behind which the true notice comes at once', async () => {
    const order = await due(shop);
    await shop.simulator.post('/sim/fault', { endpoint: 'notify', kind: 'probe', times: 1 });

    const paid = await shop.pay(order.prepay);
    const status = await eventually(
      () => statusOf(shop, order),
      (seen) => seen === 2,
    );

    expect(paid.body.notified[0]).toEqual(refused(401));
    expect(status).toBe(2);
  });

  it('and money of another app is settled for nobody', async () => {
    const order = await due(shop);
    await shop.simulator.post('/sim/fault', { endpoint: 'notify', kind: 'foreignAppid', times: 1 });

    const paid = await shop.pay(order.prepay);

    expect(paid.body.notified).toEqual([ACKNOWLEDGED]);
    expect(await statusOf(shop, order)).toBe(1);
    expect((await books(shop)).notice).toContainEqual(expect.objectContaining({ outcome: 'foreign' }));
  });
});
