import { NestLog, openLog } from '@app/common';
import { writeXml } from '@app/wechat';
import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Shop } from '../given/shop';
import { due, FAIL, statusOf, SUCCESS, transactionId, Webhook, type Due, V2 } from './webhook';

const CANARY = 'CANARY-77\n{"level":60,"msg":"forged line"}';

describe('the log', () => {
  let shop: Shop;
  let webhook: Webhook;
  let order: Due;
  let lines: string[] = [];
  beforeAll(async () => {
    shop = await Shop.open({ ...V2, ROLE: 'api' });
    webhook = new Webhook(shop);
    order = await due(shop);
    Logger.overrideLogger(new NestLog(openLog('info', { write: (line) => void lines.push(line) })));
  });
  beforeEach(() => {
    lines = [];
  });
  afterAll(async () => {
    await webhook.close();
    await shop.stop();
  });

  const entries = () => lines.map((line) => JSON.parse(line) as { level: number; msg: string });

  it.each<[string, (canary: string) => string]>([
    ['of an unsigned notice', (attach) => writeXml(webhook.fields(order, { attach }))],
    ['of a notice under another key', (attach) => webhook.notice(order, { attach }, { key: CANARY })],
    ['of another merchant’s notice', (mch_id) => webhook.notice(order, { mch_id })],
    ['of a notice with a malformed order', (out_trade_no) => webhook.notice(order, { out_trade_no })],
    ['of a notice with a DTD', (text) => `<!DOCTYPE ${text}>`],
    ['of a notice that is no XML', (text) => text],
    ['of a notice with a field of that name', (text) => `<xml><${text}>1</${text}></xml>`],
    [
      'of a notice of 60 KB',
      (attach) => webhook.notice(order, { attach: attach.repeat(1000) }, { key: 'K' }),
    ],
    ['of a notice of 20 MB', (text) => text.repeat(400_000)],
  ])('has one short line %s, and none of its words', async (_what, made) => {
    const { body } = await webhook.send(made(CANARY));

    expect(body).toBe(FAIL);
    expect(lines).toHaveLength(1);
    expect(entries()).toMatchObject([{ level: 40, msg: expect.stringContaining('a notice is refused') }]);
    expect(lines[0]!.length).toBeLessThan(300);
    expect(lines[0]).not.toContain('CANARY');
    expect(lines[0]).not.toContain(order.orderNo);
  });

  it.each<[string, () => string]>([
    ['of an unknown order', () => webhook.notice({ ...order, orderNo: '26010108AB12CD34EF56' })],
    ['of a wrong amount', () => webhook.notice(order, { total_fee: '1' })],
  ])('raises an alarm at a payment %s, without openid or body', async (_what, made) => {
    await webhook.send(made());

    expect(entries().filter(({ level }) => level === 50)).toHaveLength(1);
    expect(lines.join('')).not.toMatch(/oSomebodyElse|<xml>|bank_type/);
  });

  it('tells why a notice could not be taken, without openid or body', async () => {
    await shop.db.query('REVOKE INSERT ON notice FROM minimall_app');

    const { body } = await webhook.send(webhook.notice(order));
    await shop.db.query('GRANT INSERT ON notice TO minimall_app');

    expect(body).toBe(FAIL);
    expect(entries()).toMatchObject([
      { level: 50, msg: 'a notice could not be taken', err: { message: expect.stringContaining('denied') } },
    ]);
    expect(lines[0]).not.toMatch(/oSomebodyElse|<xml>|bank_type/);
    expect(lines[0]!.length).toBeLessThan(4000);
  });

  it('says nothing of a payment that settles its order, and of its repeats', async () => {
    const notice = webhook.notice(order, { transaction_id: transactionId() });

    const answers = [await webhook.send(notice), await webhook.send(notice)];

    expect(answers.map(({ body }) => body)).toEqual([SUCCESS, SUCCESS]);
    expect(lines).toEqual([]);
  });
});

describe('limits', () => {
  let shop: Shop;
  let webhook: Webhook;
  let paid: Due;
  let unpaid: Due;
  beforeAll(async () => {
    shop = await Shop.open({ ...V2, RATE_LIMIT_PER_MINUTE: '4' });
    webhook = new Webhook(shop);
    [paid, unpaid] = [await due(shop), await due(shop)];
  });
  afterAll(async () => {
    await webhook.close();
    await shop.stop();
  });

  it('of a token, and of an address that logs in, do not count for a notice', async () => {
    const { body } = await shop.visitor.post('/token/user', { code: 'user:greedy:1' });
    const greedy = shop.visitor.with(body.token);
    for (let asked = 0; asked < 4; asked += 1) await greedy.get('/category/all');
    const logins = Array.from({ length: 601 }, () => shop.visitor.post('/token/user', {}));

    const refused = await greedy.get('/category/all');
    const login = (await Promise.all(logins)).filter(({ status }) => status === 429);
    const heard = await webhook.send(webhook.notice(paid), { token: body.token });

    expect(refused.status).toBe(429);
    expect(login.length).toBeGreaterThan(0);
    expect(heard).toMatchObject({ status: 200, body: SUCCESS });
  });

  it('of its own are told in WeChat’s words, and leave the others alone', { timeout: 90_000 }, async () => {
    for (let round = 0; round < 30; round += 1)
      await Promise.all(Array.from({ length: 200 }, () => webhook.send('no notice')));

    const heard = await webhook.send(webhook.notice(unpaid));
    const visitor = await shop.visitor.get('/product/recent');

    expect(heard).toMatchObject({ status: 200, type: 'text/xml; charset=utf-8', body: FAIL });
    expect(await statusOf(shop, unpaid)).toBe(1);
    expect(visitor.status).toBe(200);
  });
});
