import { signV2, writeXml } from '@app/wechat';
import { createHash, createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nonce, Shop } from '../given/shop';
import { due, FAIL, statusOf, SUCCESS, transactionId, Webhook, type Due, V2 } from './webhook';

let shop: Shop;
let webhook: Webhook;
/** Nothing in this file may turn it paid, but the genuine notice at the end. */
let order: Due;
let key: string;

beforeAll(async () => {
  shop = await Shop.open(V2);
  webhook = new Webhook(shop);
  order = await due(shop, { stock: 10, count: 2 });
  key = shop.config.WECHAT_PAY_V2_KEY[0]!;
});
afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
  expect(await statusOf(shop, order)).toBe(1);
});
afterAll(async () => {
  // What was refused lacked nothing but its sign: the same words under the key are believed.
  expect((await webhook.send(webhook.notice(order))).body).toBe(SUCCESS);
  expect(await statusOf(shop, order)).toBe(2);
  await webhook.close();
  await shop.stop();
});

const WRONG_SIGN = `<sign>${'A'.repeat(64)}</sign>`;
const withSign = (fields: Record<string, string>, sign: string) => writeXml({ ...fields, sign });
const md5 = (text: string) => createHash('md5').update(text).digest('hex').toUpperCase();
/** The words that a sign is made of, as WeChat puts them. */
const wordsOf = (fields: Record<string, string>) =>
  Object.entries(fields)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

describe('[F9] a notice is refused and changes nothing, when its sign', () => {
  it.each<[string, (said: Record<string, string>) => string]>([
    ['was made with another key', (said) => webhook.signed(said, { key: 'K'.repeat(32) })],
    [
      'was made with another key, in MD5',
      (said) => webhook.signed(said, { key: 'K'.repeat(32), type: 'MD5' }),
    ],
    ['was made with no key', (said) => webhook.signed(said, { key: '' })],
    ['was made with the key in small letters', (said) => webhook.signed(said, { key: key.toLowerCase() })],
    ['is missing', (said) => writeXml(said)],
    ['is empty', (said) => withSign(said, '')],
    ['is a blank', (said) => withSign(said, ' ')],
    ['is the sign of nothing', (said) => withSign(said, md5(''))],
    ['is in small letters', (said) => withSign(said, signV2(said, key, 'HMAC-SHA256').toLowerCase())],
    ['is in small letters, in MD5', (said) => withSign(said, signV2(said, key, 'MD5').toLowerCase())],
    ['has a blank behind it', (said) => withSign(said, `${signV2(said, key, 'MD5')} `)],
    ['has 64 characters of three bytes each', (said) => withSign(said, '签'.repeat(64))],
    ['has 32 characters of three bytes each', (said) => withSign(said, '签'.repeat(32))],
    ['has as many bytes as a true one', (said) => withSign(said, `${'签'.repeat(21)}A`)],
    ['is a true one cut to the length of the other kind', (said) => withSign(said, cut(said))],
    ['is a true MD5 sign twice', (said) => withSign(said, signV2(said, key, 'MD5').repeat(2))],
    ['is a bare MD5 of the words', (said) => withSign(said, md5(wordsOf(said)))],
    ['is a bare SHA-256 of words and key', (said) => withSign(said, sha256(`${wordsOf(said)}&key=${key}`))],
    ['is an HMAC without the key at the end', (said) => withSign(said, hmac(wordsOf(said)))],
    ['is a number', (said) => withSign(said, '0'.repeat(32))],
    ['is there twice, a wrong one before', (said) => among(webhook.signed(said), WRONG_SIGN, '')],
    ['is there twice, a wrong one behind', (said) => among(webhook.signed(said), '', WRONG_SIGN)],
    [
      'is there as a list',
      (said) => webhook.signed(said).replace(/<sign>(.*)<\/sign>/, '<sign><a>$1</a></sign>'),
    ],
    ['is spelled Sign', (said) => webhook.signed(said).replaceAll('sign>', 'Sign>')],
    ['is called hash', (said) => webhook.signed(said).replaceAll('sign>', 'hash>')],
    [
      'belongs to another order',
      (said) => withSign(said, signV2({ ...said, out_trade_no: 'X' }, key, 'MD5')),
    ],
    [
      'covers fewer fields than there are',
      (said) => webhook.signed(said).replace('</xml>', '<a>1</a></xml>'),
    ],
    [
      'covers more fields than there are',
      (said) => webhook.signed(said).replace(/<bank_type>.*<\/bank_type>/, ''),
    ],
    [
      'covers the fields in the order they came',
      (said) => withSign(said, md5(`${unsorted(said)}&key=${key}`)),
    ],
  ])('%s', async (_how, forge) => {
    const { status, answer, before, after } = await webhook.watch(forge(webhook.fields(order)));

    expect({ status, answer }).toEqual({ status: 200, answer: FAIL });
    expect(after).toEqual(before);
  });

  it.each([
    [{ sign_type: 'NONE' }],
    [{ sign_type: 'MD5' }],
    [{ sign_type: 'HMAC-SHA256' }],
    [{ return_code: 'FAIL' }],
    [{ return_code: 'FAIL', return_msg: 'OK', result_code: 'SUCCESS' }],
    [{ return_code: 'FAIL', result_code: 'FAIL' }],
    [{ result_code: 'FAIL', err_code: 'SYSTEMERROR' }],
  ])('is missing, and it says %j instead', async (but) => {
    const said = webhook.fields(order, but);

    const unsigned = await webhook.watch(writeXml(said));
    const empty = await webhook.watch(withSign(said, ''));

    expect([unsigned.answer, empty.answer]).toEqual([FAIL, FAIL]);
    expect(empty.after).toEqual(unsigned.before);
  });
});

function cut(said: Record<string, string>): string {
  return signV2(said, key, 'HMAC-SHA256').slice(0, 32);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex').toUpperCase();
}

function hmac(text: string): string {
  return createHmac('sha256', key).update(text).digest('hex').toUpperCase();
}

function among(xml: string, before: string, behind: string): string {
  return xml.replace('<xml>', `<xml>${before}`).replace('</xml>', `${behind}</xml>`);
}

function unsorted(said: Record<string, string>): string {
  return Object.entries(said)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

describe('[F12] a genuine notice that somebody overheard', () => {
  it.each<[string, (genuine: string, victim: Due) => string]>([
    ['another order', (xml, victim) => replaced(xml, 'out_trade_no', victim.orderNo)],
    ['another transaction', (xml) => replaced(xml, 'transaction_id', transactionId())],
    ['another amount', (xml) => replaced(xml, 'total_fee', '1')],
    ['another currency', (xml) => replaced(xml, 'fee_type', 'USD')],
    ['another time', (xml) => replaced(xml, 'time_end', '20300101000000')],
    ['another result', (xml) => replaced(xml, 'result_code', 'FAIL')],
    ['another nonce', (xml) => replaced(xml, 'nonce_str', nonce())],
    [
      'an order and a transaction of its own',
      (xml, victim) =>
        replaced(replaced(xml, 'out_trade_no', victim.orderNo), 'transaction_id', transactionId()),
    ],
    [
      'one value that swallows the next',
      (xml) => replaced(xml, 'bank_type', 'OTHERS&cash_fee=3998').replace(/<cash_fee>.*<\/cash_fee>/, ''),
    ],
  ])('is refused with %s under its old nonce and sign', async (_what, change) => {
    const heard = await due(shop);
    const genuine = webhook.notice(heard);
    await webhook.send(genuine);

    const { answer, before, after } = await webhook.watch(change(genuine, order));

    expect(answer).toBe(FAIL);
    expect(after).toEqual(before);
  });

  it('[D1-1] is acknowledged unchanged, and has no second effect', async () => {
    const heard = await due(shop);
    const genuine = webhook.notice(heard);
    await webhook.send(genuine);

    const { answer, before, after } = await webhook.watch(genuine);

    expect(answer).toBe(SUCCESS);
    expect({ ...after, notice: [] }).toEqual({ ...before, notice: [] });
  });
});

/** Another value of the field, under the sign that was there. */
function replaced(xml: string, field: string, value: string): string {
  const changed = xml.replace(new RegExp(`<${field}>.*?</${field}>`), `<${field}>${value}</${field}>`);
  expect(changed).not.toBe(xml);
  return changed;
}
