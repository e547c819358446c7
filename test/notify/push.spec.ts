import { NestLog, openLog } from '@app/common';
import { sealPush, signPush, writeXml } from '@app/wechat';
import { Logger } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../given/shop';
import { books, noticesOf } from './webhook';

const OPENID = 'oTEST0aBcDeFgHiJkLmNoPqRsTu1';
const SUCCESS = { status: 200, type: 'text/plain; charset=utf-8', body: 'success' };
const REFUSED = { ...SUCCESS, status: 403, body: 'fail' };

let shop: Shop;
let lines: string[] = [];

beforeAll(async () => {
  shop = await Shop.open({ ROLE: 'api' });
  Logger.overrideLogger(new NestLog(openLog('info', { write: (line) => void lines.push(line) })));
});
afterEach(() => {
  lines = [];
});
afterAll(() => shop.stop());

type Query = Record<string, string>;

async function ask(parameters: Query, body?: string, type = 'application/json') {
  const url = `${shop.config.PUBLIC_URL}/api/v1/wechat/push?${new URLSearchParams(parameters)}`;
  const answer = await fetch(
    url,
    body === undefined ? {} : { method: 'POST', headers: { 'content-type': type }, body },
  );
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
}

let seconds = 1767225600;

/** An event of its own, at each call. */
function event(but: object = {}) {
  seconds += 1;
  return {
    ToUserName: 'gh_0a1b2c3d4e5f',
    FromUserName: OPENID,
    CreateTime: seconds,
    MsgType: 'event',
    Event: 'trade_manage_remind_shipping',
    transaction_id: '4200002345202601016789012345',
    merchant_id: '1900007001',
    merchant_trade_no: 'WX20260101',
    ...but,
  };
}

function keyOf({ FromUserName, CreateTime, Event, ...ids }: ReturnType<typeof event>): string {
  const parts = [
    FromUserName,
    CreateTime,
    Event,
    '',
    ids.transaction_id,
    ids.merchant_id,
    ids.merchant_trade_no,
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

function query(but: Query = {}): Query {
  const [timestamp, nonce] = [String(seconds), randomBytes(4).toString('hex')];
  const signature = signPush(shop.config.WECHAT_PUSH_TOKEN!, timestamp, nonce);
  return { timestamp, nonce, signature, openid: OPENID, ...but };
}

/** In safe mode, as WeChat sends it. */
function sealed(
  text: string,
  { token = shop.config.WECHAT_PUSH_TOKEN!, appId = shop.config.WECHAT_APP_ID } = {},
) {
  const push = { message: Buffer.from(text), appId };
  const Encrypt = sealPush(push, shop.config.WECHAT_PUSH_AES_KEY!, randomBytes(16));
  const { timestamp, nonce, ...rest } = query();
  const msg_signature = signPush(token, timestamp!, nonce!, Encrypt);
  const asked: Query = { timestamp: timestamp!, nonce: nonce!, ...rest, encrypt_type: 'aes', msg_signature };
  return { query: asked, envelope: { ToUserName: 'gh_0a1b2c3d4e5f', Encrypt } };
}

describe('the check of our address', () => {
  it('[D1-4] is answered with the bare echostr', async () => {
    expect(await ask(query({ echostr: '4375120948345356249' }))).toEqual({
      ...SUCCESS,
      body: '4375120948345356249',
    });
    expect(lines).toEqual([]);
  });

  it.each<[string, Query]>([
    ['a wrong signature', { signature: '0'.repeat(40) }],
    ['no signature', { signature: '' }],
    ['another nonce', { nonce: 'other' }],
  ])('is refused with %s, in one line that repeats nothing', async (_what, but) => {
    expect(await ask(query({ echostr: '<script>', ...but }))).toEqual(REFUSED);

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/a push is refused/);
    expect(lines[0]).not.toMatch(/script|oTEST/);
  });

  it('gives no HTML back', async () => {
    const answer = await ask(query({ echostr: '<script>alert(1)</script>' }));

    expect(answer.type).toBe('text/plain; charset=utf-8');
  });
});

describe('a pushed event', () => {
  it('is kept once with its bytes, and with no openid beside them', async () => {
    const told = event();
    const { query: asked, envelope } = sealed(JSON.stringify(told));
    const body = JSON.stringify(envelope);

    const answers = [await ask(asked, body), await ask(asked, body)];

    expect(answers).toEqual([SUCCESS, SUCCESS]);
    const { openid: _openid, ...headers } = asked;
    expect(await noticesOf(shop, keyOf(told))).toEqual([
      {
        kind: 'trade_manage_remind_shipping',
        outcome: 'other',
        attempts: 2,
        headers,
        body: Buffer.from(body),
      },
    ]);
    expect(lines).toEqual([]);
  });

  it('is taken once more when the merchant replays it', async () => {
    const told = event({ Event: 'trade_manage_order_settlement' });
    const { query: asked, envelope } = sealed(JSON.stringify(told));
    await ask(asked, JSON.stringify(envelope));
    const operator = await shop.admin('operator');
    const { body: kept } = await operator.get('/admin/notice?gateway=push&size=1');

    const answer = await operator.post(`/admin/notice/${kept.data[0].id}/replay`);

    expect(answer).toMatchObject({ status: 201, body: { outcome: 'other' } });
    expect(await noticesOf(shop, keyOf(told))).toMatchObject([{ outcome: 'other', attempts: 2 }]);
  });

  it('is the same one when it comes ten times at once, sealed anew each time', async () => {
    const told = event({ Event: 'trade_manage_order_settlement' });
    const copies = Array.from({ length: 10 }, () => sealed(JSON.stringify(told)));

    const answers = await Promise.all(copies.map((copy) => ask(copy.query, JSON.stringify(copy.envelope))));

    expect(answers).toEqual(answers.map(() => SUCCESS));
    expect(await noticesOf(shop, keyOf(told))).toMatchObject([{ attempts: 10 }]);
  });

  it.each(['text/xml', 'application/json', 'nonsense'])('may be XML, under the name of %s', async (type) => {
    const told = event();
    const { query: asked, envelope } = sealed(writeXml({ ...told, CreateTime: String(told.CreateTime) }));

    expect(await ask(asked, writeXml(envelope), type)).toEqual(SUCCESS);
    expect(await noticesOf(shop, keyOf(told))).toHaveLength(1);
  });

  it('[D1-25] is no success while it cannot be kept, and is one when it comes again', async () => {
    const told = event();
    const { query: asked, envelope } = sealed(JSON.stringify(told));
    await shop.db.query('REVOKE INSERT ON notice FROM minimall_app');

    const answer = await ask(asked, JSON.stringify(envelope));
    await shop.db.query('GRANT INSERT ON notice TO minimall_app');

    expect(answer).toEqual({ ...REFUSED, status: 503 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/oTEST/);
    expect(await ask(asked, JSON.stringify(envelope))).toEqual(SUCCESS);
  });
});

describe('a push is refused and changes nothing', () => {
  it.each<[string, () => [Query, string]]>([
    ['unsigned', () => [{}, JSON.stringify(event())]],
    ['plain, where the shop has a key', () => [query(), JSON.stringify(event())]],
    ['under another token', () => message(sealed(JSON.stringify(event()), { token: 'Another' }))],
    ['of another app', () => message(sealed(JSON.stringify(event()), { appId: 'wxffffffffffffffff' }))],
    [
      'with another body',
      () => [sealed(JSON.stringify(event())).query, JSON.stringify(sealed(JSON.stringify(event())).envelope)],
    ],
    [
      '[F14] a DTD',
      () => [sealed('{}').query, '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml>&a;</xml>'],
    ],
    ['empty', () => [sealed('{}').query, '']],
    ['[F15] a prototype', () => [sealed('{}').query, '{"__proto__":{"Encrypt":"x"}}']],
  ])('%s', async (_what, made) => {
    const before = await books(shop);

    const answer = await ask(...made());

    expect(answer).toEqual(REFUSED);
    expect(await books(shop)).toEqual(before);
    expect(lines).toHaveLength(1);
    expect(lines[0]!.length).toBeLessThan(300);
    expect(lines[0]).not.toMatch(/oTEST|4200002345|Another|PlayMoney/);
  });

  it('what is sealed but no event', async () => {
    const before = await books(shop);

    const answer = await ask(...message(sealed('{"Event":"x"}')));

    expect(answer).toEqual({ ...REFUSED, status: 400 });
    expect(await books(shop)).toEqual(before);
  });

  it('what is too large to be read', async () => {
    const { query: asked } = sealed('{}');

    expect((await ask(asked, 'x'.repeat(200_000))).status).toBeGreaterThanOrEqual(400);
  });
});

function message({ query: asked, envelope }: ReturnType<typeof sealed>): [Query, string] {
  return [asked, JSON.stringify(envelope)];
}

describe('a shop that', () => {
  afterAll(() => shop.reopen({}));

  it('has only a token takes plain events, and no sealed one', async () => {
    const { query: asked, envelope } = sealed(JSON.stringify(event()));
    await shop.reopen({ WECHAT_PUSH_AES_KEY: undefined });
    Logger.overrideLogger(new NestLog(openLog('info', { write: (line) => void lines.push(line) })));

    expect(await ask(query(), JSON.stringify(event()))).toEqual(SUCCESS);
    expect(await ask(asked, JSON.stringify(envelope))).toEqual(REFUSED);
  });

  it('expects no push has no such route', async () => {
    const [checked, { query: asked, envelope }] = [query({ echostr: '1' }), sealed(JSON.stringify(event()))];
    await shop.reopen({ WECHAT_PUSH_TOKEN: undefined });

    const answers = [await ask(checked), await ask(asked, JSON.stringify(envelope))];

    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    for (const { type, body } of answers) {
      expect(type).toBe('application/json; charset=utf-8');
      expect(JSON.parse(body)).toMatchObject({ error_code: 10001 });
    }
  });
});
