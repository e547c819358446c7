import { describe, expect, it } from 'vitest';
import { JSAPI, V3Merchant, type Wish } from './v3-merchant';

const CERTIFICATES = '/v3/certificates';

describe('a v3 call that is not proven to be the merchant’s', () => {
  it.each<[string, Wish, string]>([
    ['another scheme', { authorization: 'WECHATPAY2-SM2-WITH-SM3 mchid="1"' }, 'authorization'],
    ['no scheme', { authorization: 'mchid="1"' }, 'authorization'],
    ['no parameters', { authorization: 'WECHATPAY2-SHA256-RSA2048 ' }, 'authorization'],
    ['a foreign merchant', { mchid: '1999999999' }, 'mchid'],
    ['an unknown serial', { serial: 'AB'.repeat(20) }, 'serial_no'],
    ['a nonce that is too long', { nonce: 'n'.repeat(33) }, 'nonce_str'],
    ['an empty nonce', { nonce: '' }, 'nonce_str'],
    ['a time 301 seconds ago', { ageSeconds: 302 }, 'timestamp'],
    ['a time 302 seconds ahead', { ageSeconds: -303 }, 'timestamp'],
    ['a time that is no number', { timestamp: 'now' }, 'timestamp'],
  ])('%s', async (_name, wish, field) => {
    const merchant = await V3Merchant.open();

    const answer = await merchant.get(CERTIFICATES, wish);

    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ code: 'SIGN_ERROR', detail: { field, location: 'authorization' } });
    expect(answer.headers).not.toHaveProperty('wechatpay-signature');
    expect(answer.headers['request-id']).toMatch(/^08[0-9A-F]+-\d+$/);
  });

  it('no Authorization at all', async () => {
    const merchant = await V3Merchant.open();

    const answer = await merchant.get(CERTIFICATES, { headers: { authorization: undefined } });

    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe('SIGN_ERROR');
  });

  it.each([
    ['another order of the parameters', (said: string[]) => said.toReversed().join(','), 200],
    ['blanks between the parameters', (said: string[]) => said.join(', '), 401],
    ['a parameter missing', (said: string[]) => said.slice(1).join(','), 401],
    ['a parameter said twice', (said: string[]) => [...said, said[0]].join(','), 401],
    ['a signature that is no base64', (said: string[]) => said.join(',').replace(/="[^"]+"$/, '="?"'), 401],
  ])('an Authorization with %s', async (_name, change, status) => {
    const merchant = await V3Merchant.open();
    const [scheme, list] = merchant.authorization('GET', CERTIFICATES, { body: '' }).split(' ');

    const answer = await merchant.get(CERTIFICATES, {
      authorization: `${scheme} ${change(list!.split(','))}`,
    });

    expect(answer.status).toBe(status);
  });

  it('tells what was signed where the signature is over other bytes', async () => {
    const merchant = await V3Merchant.open();
    const terms = await merchant.terms();

    const answer = await merchant.post(JSAPI, terms, { sent: JSON.stringify(terms, undefined, 1) });

    expect(answer.status).toBe(401);
    expect(answer.body.detail).toMatchObject({
      field: 'signature',
      detail: { issue: 'sign not match' },
      sign_information: { method: 'POST', url: JSAPI },
    });
    expect((await merchant.rig.books()).orders).toEqual([]);
  });

  it('signs path and query as they were sent, percent-encoded', async () => {
    const merchant = await V3Merchant.open();
    const path = '/v3/pay/transactions/out-trade-no/AB%7C123%2A';
    const signed = merchant.authorization('GET', `${path}?mchid=${merchant.mchid}`, { body: '' });
    const decoded = merchant.authorization('GET', `${decodeURIComponent(path)}?mchid=${merchant.mchid}`, {
      body: '',
    });
    const bare = merchant.authorization('GET', path, { body: '' });
    const ask = (authorization: string) => merchant.get(`${path}?mchid=${merchant.mchid}`, { authorization });

    expect((await ask(signed)).status).toBe(404);
    expect((await ask(decoded)).status).toBe(401);
    expect((await ask(bare)).status).toBe(401);
  });

  it('goes by the common clock', async () => {
    const merchant = await V3Merchant.open();
    const before = merchant.authorization('GET', CERTIFICATES, { body: '' });
    await merchant.later(600);

    expect((await merchant.get(CERTIFICATES, { authorization: before })).status).toBe(401);
    expect((await merchant.get(CERTIFICATES)).status).toBe(200);
  });
});

describe('the headers of a v3 call', () => {
  it.each([
    ['accept', 'text/xml', 400],
    ['accept', 'application/json, text/plain, */*', 200],
    ['user-agent', '', 400],
  ])('%s: %j', async (name, value, status) => {
    const merchant = await V3Merchant.open();

    expect((await merchant.get(CERTIFICATES, { headers: { [name]: value } })).status).toBe(status);
  });

  it('says JSON where there is a body', async () => {
    const merchant = await V3Merchant.open();
    const terms = await merchant.terms();
    const post = (type: string) => merchant.post(JSAPI, terms, { headers: { 'content-type': type } });

    expect((await post('text/plain')).body.detail.field).toBe('Content-Type');
    expect((await post('application/json; charset=utf-8')).status).toBe(200);
  });
});

describe('the key of an answer', () => {
  it('is the one that Wechatpay-Serial asks for, and the certificate’s where it asks for none', async () => {
    const merchant = await V3Merchant.open();
    const signer = async (serial?: string) => {
      const { headers, text } = await merchant.get(CERTIFICATES, { headers: { 'wechatpay-serial': serial } });
      return merchant.signerOf(headers, text);
    };

    expect(await signer()).toBe('certificate');
    expect(await signer(merchant.certificate.serialNumber.toLowerCase())).toBe('certificate');
    expect(await signer(merchant.publicKeyId)).toBe('public_key');
  });

  it('cannot be one that WeChat does not have', async () => {
    const merchant = await V3Merchant.open();

    const answer = await merchant.get(CERTIFICATES, {
      headers: { 'wechatpay-serial': merchant.publicKeyId.toLowerCase() },
    });

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'PARAM_ERROR', detail: { location: 'header' } });
    expect(merchant.signerOf(answer.headers, answer.text)).toBe('certificate');
  });

  it('is under refusals too', async () => {
    const merchant = await V3Merchant.open();

    const answer = await merchant.query('UNKNOWN1');

    expect(answer.status).toBe(404);
    expect(merchant.signerOf(answer.headers, answer.text)).toBe('certificate');
  });
});

describe('the JSON of a v3 call', () => {
  it.each<[string, string, string]>([
    ['nothing', '', '/'],
    ['XML', '<xml></xml>', '/'],
    ['a list', '[]', '/'],
    ['null', 'null', '/'],
    ['half of it', '{"appid":', '/'],
    ['a null', '{"attach":null}', '/attach'],
    ['a null in a field nobody knows', '{"x":[{"y":null}]}', '/x/0/y'],
    ['an emoji', '{"description":"茶🍵"}', '/description'],
    ['a rare character', '{"attach":"𠮷"}', '/attach'],
  ])('refuses %s', async (_name, body, field) => {
    const merchant = await V3Merchant.open();

    const answer = await merchant.post(JSAPI, body);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'PARAM_ERROR', detail: { field, location: 'body' } });
    expect(merchant.signerOf(answer.headers, answer.text)).toBe('certificate');
  });

  it('may hold fields that nobody knows, but not when closing', async () => {
    const merchant = await V3Merchant.open();
    const { out_trade_no } = await merchant.ordered({ unheard_of: 1 });

    const closed = await merchant.close(out_trade_no, { mchid: merchant.mchid, out_trade_no });

    expect(closed.status).toBe(400);
    expect(closed.body).toMatchObject({ code: 'PARAM_ERROR', detail: { field: '/out_trade_no' } });
    expect((await merchant.query(out_trade_no)).body.trade_state).toBe('NOTPAY');
  });
});
