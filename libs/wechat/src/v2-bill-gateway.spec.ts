import { AppConfig, Random } from '@app/common';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bill as vectors, keys } from '../../../test/vectors/wechat-pay-vectors.json';
import { LoopbackHost, type Asked } from '../../../test/wechat/loopback-host';
import { openPay } from '../../../test/wechat/open-pay';
import { BILL_BYTES } from './bill-file';
import { verifyV2 } from './v2-sign';
import { parseXml, writeXml } from './v2-xml';
import { WeChatHttp } from './wechat-http';
import type { WeChatPayService } from './wechat-pay.service';

const file = Buffer.from(vectors[0]!.csvBase64, 'base64');
const merchant = {
  gateway: 'v2',
  signType: 'HMAC-SHA256',
  appId: keys.appid,
  mchId: keys.mchid,
} as const;

let host: LoopbackHost;
let http: WeChatHttp;
let pay: WeChatPayService;

beforeAll(async () => {
  host = await LoopbackHost.open();
  const config = AppConfig.from({
    WECHAT_PAY_URL: host.url,
    WECHAT_APP_ID: keys.appid,
    WECHAT_PAY_MCH_ID: keys.mchid,
    WECHAT_PAY_V2_KEY: keys.apiV2Key,
  });
  http = new WeChatHttp(config, new Random(), { connectMs: 500, pauseMs: 1 });
  pay = await openPay(config, http);
});

afterEach(() => {
  host.asked = [];
});

afterAll(async () => {
  host.close();
  await http.onApplicationShutdown();
});

function answers(body: string | Buffer, status = 200): void {
  host.answer = (response) => response.writeHead(status).end(body);
}

function fails(return_msg: string, error_code = ''): void {
  answers(writeXml({ return_code: 'FAIL', return_msg, error_code }));
}

describe('a bill over v2', () => {
  it.each([
    ['[D2-15] that comes as text', file],
    ['that comes packed', gzipSync(file)],
  ])('is read %s', async (_what, body) => {
    answers(body);

    expect(await pay.tradeBill(merchant, '2026-01-01')).toMatchObject({
      kind: 'ok',
      value: { totals: { paidFen: 12991, refundFen: 4990 } },
    });
    const [{ target, body: sent }] = host.asked as [Asked];
    const fields = parseXml(Buffer.from(sent));
    expect(target).toBe('/pay/downloadbill');
    expect(verifyV2(fields, [keys.apiV2Key])).toBe(true);
    expect(fields).toMatchObject({ bill_date: '20260101', bill_type: 'ALL', sign_type: 'HMAC-SHA256' });
  });

  it('is read where it is longer than any other answer may be', async () => {
    const [header, first, ...rest] = file.toString().split('\r\n');
    const long = first!.replace('云南', '云'.repeat(100_000));
    answers([header, long, ...rest].join('\r\n'));

    expect((await pay.tradeBill(merchant, '2026-01-01')).kind).toBe('ok');
  });

  it.each([
    ['No Bill Exist', ''],
    ['账单不存在', '20002'],
  ])('of a day without trade has no lines: %s %s', async (message, code) => {
    fails(message, code);

    expect(await pay.tradeBill(merchant, '2026-01-01')).toEqual({
      kind: 'ok',
      value: { lines: [], unread: [], totals: { paidFen: 0, refundFen: 0 } },
    });
  });

  it('comes after its connection was reset', async () => {
    host.answer = (response) => {
      answers(file);
      response.destroy();
    };

    expect((await pay.tradeBill(merchant, '2026-01-01')).kind).toBe('ok');
    expect(host.asked).toHaveLength(2);
  });

  it.each<[string, string, () => void]>([
    ['is being written', 'Bill Creating', () => fails('Bill Creating')],
    ['is refused', '签名错误', () => fails('签名错误')],
    ['is HTML', 'answer not one plain', () => answers('<html><body>502</body></html>')],
    ['is HTML after a blank', 'answer not one plain', () => answers('\n <html></html>')],
    ['comes with 500', 'HTTP 500', () => answers(file, 500)],
    ['is cut off', 'no summary', () => answers(file.subarray(0, 900))],
    ['is empty', 'no summary', () => answers('')],
    ['is packed and cut off', 'does not unpack', () => answers(gzipSync(file).subarray(0, 300))],
    [
      'is a bomb',
      'does not unpack: ERR_BUFFER_TOO_LARGE',
      () => answers(gzipSync(Buffer.alloc(BILL_BYTES + 1), { level: 1 })),
    ],
  ])('is unknown where it %s', async (_what, cause, answer) => {
    answer();

    expect(await pay.tradeBill(merchant, '2026-01-01')).toEqual({
      kind: 'unknown',
      cause: expect.stringContaining(cause),
    });
  });
});
