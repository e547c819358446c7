import { describe, expect, it } from 'vitest';
import { miniProgram } from '../../../test/vectors/wechat-pay-vectors.json';
import { NoticeRejected } from './pay-gateway';
import { readPush, readUrlCheck, type PushQuery } from './push-message';
import { openPush, sealPush, signPush } from './push-seal';
import { writeXml } from './v2-xml';

const TOKEN = 'MallPushTok3n';
const AES_KEY = 'trLI5BKyRPbh0xm1TlriLLelPLkHNtUdkRGFQyaDuQ4';
const APP_ID = 'wx0f3a5c7e9b1d2468';
const safe = { appId: APP_ID, token: TOKEN, aesKey: AES_KEY };
const open = { appId: APP_ID, token: TOKEN };
const SALT = Buffer.alloc(16, 7);
const OPENID = 'oTEST0aBcDeFgHiJkLmNoPqRsTu1';

const EVENT = {
  ToUserName: 'gh_0a1b2c3d4e5f',
  FromUserName: OPENID,
  CreateTime: 1767225600,
  MsgType: 'event',
  Event: 'trade_manage_remind_shipping',
  transaction_id: '4200002345202601016789012345',
};
const XML_EVENT = writeXml({ ...EVENT, CreateTime: String(EVENT.CreateTime) });

interface Sent {
  body: Buffer;
  query: PushQuery;
}

function plainly(text: string, but: PushQuery = {}): Sent {
  const [timestamp, nonce] = ['1767225600', '24680'];
  const signature = signPush(TOKEN, timestamp, nonce);
  return { body: Buffer.from(text), query: { timestamp, nonce, signature, openid: OPENID, ...but } };
}

function sealed(
  text: string,
  { appId = APP_ID, aesKey = AES_KEY, asXml = false } = {},
  but: PushQuery = {},
): Sent {
  const Encrypt = sealPush({ message: Buffer.from(text), appId }, aesKey, SALT);
  const envelope = { ToUserName: EVENT.ToUserName, Encrypt };
  const msg_signature = signPush(TOKEN, '1767225600', '24680', Encrypt);
  return plainly(asXml ? writeXml(envelope) : JSON.stringify(envelope), {
    encrypt_type: 'aes',
    msg_signature,
    ...but,
  });
}

function safelyRead(message: object) {
  const { body, query } = sealed(JSON.stringify(message));
  return readPush(body, query, safe);
}

function refusalOf(work: () => unknown): NoticeRejected {
  try {
    work();
  } catch (error) {
    if (error instanceof NoticeRejected) return error;
    throw error;
  }
  throw new Error('not refused');
}

describe('the check of our address, by WeChat’s known answers', () => {
  it.each(miniProgram.urlVerify)('$id', ({ token, timestamp, nonce, echostr, signature, expected }) => {
    const check = () => readUrlCheck({ timestamp, nonce, echostr, signature }, { appId: APP_ID, token });

    if (expected.verdict === 'accept') expect(check()).toBe(expected.replyBody);
    else expect(refusalOf(check).message).toBe('signature does not verify');
  });

  it.each<[string, PushQuery]>([
    ['no signature', { signature: undefined }],
    ['two signatures', { signature: ['a', 'b'] }],
    ['[D1-30] a signature of as many bytes in fewer letters', { signature: '签'.repeat(13) + 'a' }],
    ['[D1-30] half a signature', { signature: '0'.repeat(20) }],
    ['no timestamp', { timestamp: '' }],
    ['no echostr', { echostr: undefined }],
    ['an echostr of two lines', { echostr: 'a\nb' }],
    ['an endless echostr', { echostr: '1'.repeat(257) }],
  ])('is refused with %s', (_what, but) => {
    const { query } = plainly('', { echostr: '1', ...but });

    expect(refusalOf(() => readUrlCheck(query, safe)).message).not.toContain(OPENID);
  });
});

describe('a pushed message, by WeChat’s known answers', () => {
  it.each(miniProgram.push)('$id', ({ config, query, body, expected }) => {
    const reader = { appId: config.appid, token: config.token, aesKey: config.encodingAesKey };
    const read = () => readPush(Buffer.from(body), query, reader);

    if (expected.verdict === 'reject') {
      const reason = expected.reason === 'msg_signature' ? /^msg_signature/ : /^of another app$/;
      expect(refusalOf(read)).toMatchObject({ fault: 'unproven', message: expect.stringMatching(reason) });
    } else {
      expect(read()).toMatchObject({ name: expected.message?.Event, fields: expected.message });
    }
  });

  it.each(miniProgram.push.filter(({ expected }) => expected.verdict === 'accept'))(
    '$id is sealed as we would seal it, with pad byte $padByte',
    ({ config, body }) => {
      const { Encrypt } = JSON.parse(body) as { Encrypt: string };
      const opened = openPush(Encrypt, config.encodingAesKey)!;

      const again = openPush(sealPush(opened, config.encodingAesKey, SALT), config.encodingAesKey);

      expect(again).toEqual(opened);
    },
  );
});

describe('a pushed message', () => {
  it.each<[string, Sent, typeof open & { aesKey?: string }]>([
    ['sealed JSON', sealed(JSON.stringify(EVENT)), safe],
    ['sealed XML', sealed(XML_EVENT, { asXml: true }), safe],
    ['plain JSON', plainly(JSON.stringify(EVENT)), open],
    ['plain XML', plainly(XML_EVENT), open],
  ])('is read as %s, and is the same in each', (_what, { body, query }, reader) => {
    const { name, eventKey, fields } = readPush(body, query, reader);

    expect(name).toBe('trade_manage_remind_shipping');
    expect(fields.transaction_id).toBe('4200002345202601016789012345');
    expect(eventKey).toBe(readPush(Buffer.from(JSON.stringify(EVENT)), plainly('').query, open).eventKey);
    expect(eventKey).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(Array.from({ length: 33 }, (_, length) => length))('opens with %i bytes in it', (length) => {
    const message = Buffer.alloc(length, 'a');

    expect(openPush(sealPush({ message, appId: APP_ID }, AES_KEY, SALT), AES_KEY)).toEqual({
      message,
      appId: APP_ID,
    });
  });

  it('of a user is named by its type, and told apart by its number', () => {
    const said = { ...EVENT, MsgType: 'text', Event: undefined, Content: '在吗', MsgId: 1 };

    expect(safelyRead(said).name).toBe('text');
    expect(safelyRead(said).eventKey).not.toBe(safelyRead({ ...said, MsgId: 2 }).eventKey);
  });

  it.each<[string, object]>([
    ['whom', { FromUserName: 'oTEST2' }],
    ['when', { CreateTime: 1767225601 }],
    ['what', { Event: 'trade_manage_order_settlement' }],
    ['of which order', { transaction_id: '4200002345202601016789012346' }],
  ])('is another one by %s', (_what, but) => {
    expect(safelyRead({ ...EVENT, ...but }).eventKey).not.toBe(safelyRead(EVENT).eventKey);
  });
});

describe('a pushed message is refused', () => {
  const json = JSON.stringify(EVENT);
  const otherKey = 'A'.repeat(43);
  const garbled = (Encrypt: string): Sent =>
    plainly(JSON.stringify({ Encrypt }), {
      encrypt_type: 'aes',
      msg_signature: signPush(TOKEN, '1767225600', '24680', Encrypt),
    });

  it.each<[string, Sent]>([
    ['plain, where sealed ones are expected', plainly(json)],
    ['plain, that claims to be sealed', plainly(json, { encrypt_type: 'aes', msg_signature: 'a' })],
    ['without msg_signature', sealed(json, {}, { msg_signature: undefined })],
    ['with two of them', sealed(json, {}, { msg_signature: ['a', 'b'] })],
    [
      'with the signature that covers no body',
      sealed(json, {}, { msg_signature: plainly('').query.signature }),
    ],
    ['with another nonce', sealed(json, {}, { nonce: '24681' })],
    ['under another key', sealed(json, { aesKey: otherKey })],
    ['for another app', sealed(json, { appId: 'wxffffffffffffffff' })],
    ['with nothing sealed', garbled('')],
    ['with half a block sealed', garbled(Buffer.alloc(24).toString('base64'))],
    ['with zeros sealed', garbled(Buffer.alloc(64).toString('base64'))],
    ['that is no JSON', { ...sealed(json), body: Buffer.from('Encrypt=1') }],
    ['that is empty', { ...sealed(json), body: Buffer.alloc(0) }],
  ])('%s', (_what, { body, query }) => {
    const refusal = refusalOf(() => readPush(body, query, safe));

    expect(refusal.fault).toBe('unproven');
    expect(refusal.message).not.toMatch(/oTEST|4200002345/);
  });

  it.each<[string, string, PushQuery]>([
    ['sealed, where we have no key', JSON.stringify({ Encrypt: 'x' }), { encrypt_type: 'aes' }],
    ['with a wrong signature', json, { signature: '0'.repeat(40) }],
  ])('in plain mode, when it is %s', (_what, text, but) => {
    const { body, query } = plainly(text, but);

    expect(refusalOf(() => readPush(body, query, open)).fault).toBe('unproven');
  });

  it.each<[string, string]>([
    ['no JSON', 'success'],
    ['a list', '[]'],
    ['XML with a DTD', `<!DOCTYPE xml [<!ENTITY a "1">]>${XML_EVENT}`],
    ['XML that nests', '<xml><a><b>1</b></a></xml>'],
    ['an event without a name', JSON.stringify({ ...EVENT, Event: undefined })],
    ['an event whose name is none', JSON.stringify({ ...EVENT, Event: 'a\n"b"' })],
    ['no message', JSON.stringify({ ...EVENT, MsgType: undefined })],
  ])('as malformed, though WeChat sealed it, when it is %s', (_what, text) => {
    const { body, query } = sealed(text);

    expect(refusalOf(() => readPush(body, query, safe)).fault).toBe('malformed');
  });

  it('when it is larger than 64 KiB, before anything is read', () => {
    const { query } = sealed(json);

    expect(refusalOf(() => readPush(Buffer.alloc(64 * 1024 + 1), query, safe)).message).toBe(
      'larger than 64 KiB',
    );
  });
});
