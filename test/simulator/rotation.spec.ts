import { openV3, parseXml, type Sealed, signV2, verifyV2, writeXml } from '@app/wechat';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Formatter, Rsa } from 'wechatpay-axios-plugin';
import { ownCertificate } from '../given/keys';
import { type Rig, startRig, Webhook } from './rig';
import { merchantTls, tlsFetch } from './tls-fetch';
import { type Json, V3Merchant, V3Webhook } from './v3-merchant';

const [NEW, OLD] = ['N'.repeat(32), 'o'.repeat(32)];

interface Rotated {
  serial: string;
  file: string;
}

const rotate = (rig: Rig, what: string) => rig.sim('rotate', { what }) as unknown as Promise<Rotated>;

describe('the merchant’s v2 key', () => {
  it('is one at a time: WeChat verifies and signs with the one it holds, and nobody hears the other', async () => {
    const rig = await startRig({ WECHAT_PAY_V2_KEY: `${NEW},${OLD}` });
    const webhook = await Webhook.listen();
    const { prepay_id, out_trade_no } = await rig.ordered({ notify_url: webhook.url });
    const query = async (key: string) => {
      const { sign: _, ...fields } = rig.signed({ out_trade_no });
      const sign = signV2(fields, key, 'HMAC-SHA256');
      const answer = await rig.post('/pay/orderquery', writeXml({ ...fields, sign }));
      const signer = [NEW, OLD].findIndex((one) => verifyV2(answer, [one]));
      return [answer.return_code, signer];
    };

    await rig.sim('hold-key', { version: 'v2', index: 1 });
    const heldOld = [await query(NEW), await query(OLD)];
    await rig.sim('pay', { prepay_id });
    await rig.stop();
    await rig.start();
    const afterRestart = await query(OLD);
    await rig.sim('hold-key', { version: 'v2', index: 0 });
    const heldNew = [await query(NEW), await query(OLD)];
    await rig.sim('notify', { out_trade_no });

    expect(heldOld).toEqual([
      ['FAIL', -1],
      ['SUCCESS', 1],
    ]);
    expect(afterRestart).toEqual(['SUCCESS', 1]);
    expect(heldNew).toEqual([
      ['SUCCESS', 0],
      ['FAIL', -1],
    ]);
    const signers = webhook.received.map((notice) => [NEW, OLD].findIndex((one) => verifyV2(notice, [one])));
    expect(signers).toEqual([1, 0]);
  });

  it('is one that he has', async () => {
    const rig = await startRig();

    await rig.sim('hold-key', { version: 'v2', index: 1 }, 400);
    await rig.sim('hold-key', { version: 'v4', index: 0 }, 400);
  });
});

describe('the merchant’s v3 key', () => {
  it('seals, the one that WeChat holds, until another is typed into the portal', async () => {
    const merchant = await V3Merchant.open({ WECHAT_PAY_V3_KEY: `${NEW},${OLD}` });
    const webhook = await V3Webhook.listen(200);
    const { prepay_id, out_trade_no } = await merchant.ordered({ notify_url: webhook.url });

    await merchant.rig.sim('hold-key', { version: 'v3', index: 1 });
    await merchant.rig.sim('pay', { prepay_id });
    const listed = await merchant.get('/v3/certificates');
    await merchant.rig.sim('hold-key', { version: 'v3', index: 0 });
    await merchant.rig.sim('notify', { out_trade_no });

    const opener = (resource: unknown) =>
      [NEW, OLD].findIndex((key) => openV3(resource as Sealed, [key]) !== undefined);
    expect(webhook.heard.map(({ body }) => opener(body.resource))).toEqual([1, 0]);
    expect(opener(listed.body.data[0].encrypt_certificate)).toBe(1);
  });
});

describe('WeChat’s platform certificate', () => {
  it('gets a successor, which is listed beside it and signs from then on', async () => {
    const merchant = await V3Merchant.open();
    const webhook = await V3Webhook.listen(200);
    const { prepay_id, out_trade_no } = await merchant.ordered({ notify_url: webhook.url });
    const old = merchant.certificate.serialNumber;

    const { serial, file } = await rotate(merchant.rig, 'platform-certificate');
    await merchant.rig.stop();
    await merchant.rig.start();
    await merchant.rig.sim('sign', { with: 'certificate' });
    await merchant.rig.sim('pay', { prepay_id });
    const answers = [
      await merchant.query(out_trade_no),
      await merchant.get('/v3/certificates', { headers: { 'wechatpay-serial': old } }),
    ];

    const successor = new X509Certificate(readFileSync(file));
    expect(successor.serialNumber).toBe(serial);
    expect(serial).not.toBe(old);
    for (const { headers, text } of [...answers, webhook.heard[0]!]) {
      expect(headers['wechatpay-serial']).toBe(serial);
      expect(isSignedBy(successor, headers, text)).toBe(true);
    }
    const listed = answers[1]!.body.data as Json[];
    expect(listed.map(({ serial_no }) => serial_no)).toEqual([old, serial]);
    const pems = listed.map(({ encrypt_certificate }) => merchant.open(encrypt_certificate as Json));
    expect(pems.map((pem) => new X509Certificate(pem).serialNumber)).toEqual([old, serial]);
  });
});

describe('WeChat’s public key', () => {
  it('gets a successor under an id of its own, and answers go by the id that is asked for', async () => {
    const merchant = await V3Merchant.open();
    const old = merchant.publicKeyId;

    const { serial, file } = await rotate(merchant.rig, 'public-key');
    const [asked, unknown] = [
      await merchant.get('/v3/certificates', { headers: { 'wechatpay-serial': serial } }),
      await merchant.get('/v3/certificates', { headers: { 'wechatpay-serial': `${serial}9` } }),
    ];
    const byOld = await merchant.get('/v3/certificates', { headers: { 'wechatpay-serial': old } });

    expect(serial).toBe('PUB_KEY_ID_0119000000012026000000000002');
    const pem = readFileSync(file);
    expect(isSignedBy({ publicKey: createPublicKey(pem) }, asked.headers, asked.text)).toBe(true);
    expect(merchant.signerOf(byOld.headers, byOld.text)).toBe('public_key');
    expect(unknown.status).toBe(400);
    await merchant.rig.sim('rotate', { what: 'v2' }, 400);
  });
});

describe('the merchant’s certificate', () => {
  it('may be replaced while WeChat runs: old and new are heard, in calls and in connections', async () => {
    const merchant = await V3Merchant.open();
    const { rig } = merchant;
    const { config } = rig;
    const old = { ...merchantTls(config), serial: config.WECHAT_PAY_MCH_SERIAL! };
    const fresh = { ...old, ...(await ownCertificate('5'.repeat(40))), serial: '5'.repeat(40) };
    const body = writeXml(rig.signed({ out_trade_no: 'UNKNOWN1', out_refund_no: 'R1', ...FEES }));
    const refund = async (tls: typeof old | typeof fresh) =>
      (await tlsFetch(`${rig.tlsUrl}/secapi/pay/refund`, { method: 'POST', body, tls })).status;
    const call = async ({ serial, key }: typeof old | typeof fresh) => {
      const target = '/v3/certificates';
      const authorization = authorizationOf(merchant.mchid, { target, serial, key: key!.toString() });
      return (await merchant.get(target, { authorization })).status;
    };
    const heard = async (one: typeof old | typeof fresh) => [await call(one), await refund(one)];

    const before = [await heard(old), await heard(fresh)];
    writeFileSync(config.WECHAT_PAY_MCH_KEY_FILE!, fresh.key);
    writeFileSync(config.WECHAT_PAY_MCH_CERT_FILE!, fresh.cert);
    const meanwhile = [await heard(old), await heard(fresh)];
    await rig.stop();
    await rig.start();
    const afterRestart = [await heard(old), await heard(fresh)];

    expect(before).toEqual([
      [200, 200],
      [401, 400],
    ]);
    expect([...meanwhile, ...afterRestart].flat()).toEqual(Array(8).fill(200));
  });

  it('is missed by nobody while its file is half written', async () => {
    const { rig } = await V3Merchant.open();
    const tls = merchantTls(rig.config);
    const body = writeXml(rig.signed({ out_trade_no: 'UNKNOWN1', out_refund_no: 'R1', ...FEES }));
    writeFileSync(rig.config.WECHAT_PAY_MCH_CERT_FILE!, '-----BEGIN CERTIFICATE-----\n');

    const answer = await tlsFetch(`${rig.tlsUrl}/secapi/pay/refund`, { method: 'POST', body, tls });

    expect(parseXml(Buffer.from(await answer.arrayBuffer())).err_code).toBe('ORDERNOTEXIST');
  });
});

const FEES = { total_fee: '2', refund_fee: '1' };

function isSignedBy(
  { publicKey }: Pick<X509Certificate, 'publicKey'>,
  headers: Record<string, string>,
  text: string,
): boolean {
  const { 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': nonce } = headers;
  const message = Formatter.response(timestamp!, nonce!, text);
  return Rsa.verify(message, headers['wechatpay-signature']!, Rsa.from(publicKey, Rsa.KEY_TYPE_PUBLIC));
}

/** A call signed by whoever holds this key. */
function authorizationOf(
  mchid: string,
  { target, serial, key }: Record<'target' | 'serial' | 'key', string>,
) {
  const [nonce, timestamp] = [Formatter.nonce(), String(Formatter.timestamp())];
  const message = Formatter.request('GET', target, timestamp, nonce, '');
  const signature = Rsa.sign(message, Rsa.from(key, Rsa.KEY_TYPE_PRIVATE));
  return Formatter.authorization(mchid, nonce, signature, timestamp, serial);
}
