import { AppConfig, Random } from '@app/common';
import { Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { bill as vectors, keys } from '../../../test/vectors/wechat-pay-vectors.json';
import { LoopbackHost, type Asked } from '../../../test/wechat/loopback-host';
import { openPay } from '../../../test/wechat/open-pay';
import { authorizationOf, isSigned, signatureOf, V3Host } from '../../../test/wechat/v3-host';
import { WeChatHttp } from './wechat-http';
import type { WeChatPayService } from './wechat-pay.service';

const [known] = vectors as [(typeof vectors)[0]];
const file = Buffer.from(known.csvBase64, 'base64');
const FILE = '/v3/billdownload/file?token=6XIVMAN1dLJGlHyhQtAxZg%3D%3D&tartype=gzip';
const merchant = { gateway: 'v3', signType: 'RSA', appId: keys.appid, mchId: keys.mchid } as const;

let wechat: V3Host;
let standby: LoopbackHost;
let elsewhere: LoopbackHost;
let http: WeChatHttp;
let pay: WeChatPayService;

beforeAll(async () => {
  [wechat, standby, elsewhere] = await Promise.all([V3Host.open(), LoopbackHost.open(), LoopbackHost.open()]);
  http = new WeChatHttp(AppConfig.from({}), new Random(), { connectMs: 500, pauseMs: 1 });
  pay = await payWith({ WECHAT_PAY_STANDBY_URL: standby.url });
});

afterEach(() => {
  for (const host of [wechat.host, standby, elsewhere]) host.asked = [];
  vi.restoreAllMocks();
});

afterAll(async () => {
  wechat.close();
  standby.close();
  elsewhere.close();
  await http.onApplicationShutdown();
});

function payWith(settings: Record<string, string>): Promise<WeChatPayService> {
  return openPay(AppConfig.from({ ...wechat.settings, ...settings }), http);
}

const placed = (but: object = {}) => ({
  hash_type: 'SHA1',
  hash_value: known.sha1,
  download_url: wechat.host.url + FILE,
  ...but,
});

function sha1Of(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('hex');
}

/** The address is signed, the file at it is not. */
function tells(place: object, sent: Buffer | ((response: ServerResponse) => unknown) = gzipSync(file)): void {
  const body = JSON.stringify(place);
  const sends = Buffer.isBuffer(sent) ? (response: ServerResponse) => response.end(sent) : sent;
  wechat.host.answer = (response, { target }) =>
    target.startsWith('/v3/bill/') ? response.writeHead(200, signatureOf(body)).end(body) : sends(response);
}

describe('a bill over v3', () => {
  it.each([
    ['packed', gzipSync(file)],
    ['as text', file],
  ])(
    '[D1-29] is asked for and fetched, each call with an Authorization of its own, where it comes %s',
    async (_how, sent) => {
      tells(placed(), sent);

      expect(await pay.tradeBill(merchant, '2026-01-01')).toMatchObject({
        kind: 'ok',
        value: { totals: { paidFen: 12991, refundFen: 4990 } },
      });
      const [question, download] = wechat.host.asked as [Asked, Asked];
      expect(question.target).toBe('/v3/bill/tradebill?bill_date=2026-01-01&bill_type=ALL&tar_type=GZIP');
      expect(download).toMatchObject({ method: 'GET', target: FILE, body: '' });
      expect([isSigned(question), isSigned(download)]).toEqual([true, true]);
      expect(authorizationOf(download).nonce_str).not.toBe(authorizationOf(question).nonce_str);
    },
  );

  it('is fetched from the standby host where its address is there', async () => {
    tells(placed({ download_url: standby.url + FILE }));
    standby.answer = (response) => response.end(file);

    expect((await pay.tradeBill(merchant, '2026-01-01')).kind).toBe('ok');
    expect(standby.asked.map(isSigned)).toEqual([true]);
  });

  it('is read where it is longer than any other answer may be', async () => {
    const long = Buffer.from(file.toString().replace('云南', '云'.repeat(100_000)));
    const hash_value = sha1Of(long).toUpperCase();
    tells(placed({ hash_value }), long);

    expect((await pay.tradeBill(merchant, '2026-01-01')).kind).toBe('ok');
  });

  it.each([
    ['NO_STATEMENT_EXIST', {}],
    ['NOSTATEMENTEXIST', {}],
    ['NO_STATEMENT_EXIST', undefined],
  ])('of a day without trade has no lines: %s', async (code, signing) => {
    wechat.refuses(400, code, signing);

    expect(await pay.tradeBill(merchant, '2026-01-01')).toEqual({
      kind: 'ok',
      value: { lines: [], unread: [], totals: { paidFen: 0, refundFen: 0 } },
    });
  });

  it.each([
    ['[D3-23] another host', () => elsewhere.url + FILE],
    [
      'the right host under another port’s name',
      () => `http://127.0.0.1@${new URL(elsewhere.url).host}${FILE}`,
    ],
    ['another scheme', () => wechat.host.url.replace('http', 'https') + FILE],
    ['no URL', () => '/v3/billdownload/file'],
    ['nothing', () => undefined],
  ])('is not fetched from %s: no Authorization leaves for it', async (_what, download_url) => {
    tells(placed({ download_url: download_url() }));

    const outcome = await pay.tradeBill(merchant, '2026-01-01');

    expect(outcome).toEqual({ kind: 'unknown', cause: expect.stringContaining('download_url') });
    expect(elsewhere.asked).toEqual([]);
    expect(wechat.host.asked).toHaveLength(1);
  });

  it('is not fetched from the standby host’s address where there is none', async () => {
    tells(placed({ download_url: standby.url + FILE }));

    const alone = await payWith({});

    expect((await alone.tradeBill(merchant, '2026-01-01')).kind).toBe('unknown');
    expect(standby.asked).toEqual([]);
  });

  it('is unknown where its address is not signed', async () => {
    wechat.host.answer = (response) => response.end(JSON.stringify(placed()));

    expect((await pay.tradeBill(merchant, '2026-01-01')).kind).toBe('unknown');
  });

  it.each<[string, string, () => void]>([
    ['is being written', 'STATEMENTCREATING', () => wechat.refuses(400, 'STATEMENT_CREATING', {})],
    ['has no hash', 'without a SHA-1', () => tells(placed({ hash_value: undefined }))],
    ['has another kind of hash', 'without a SHA-1', () => tells(placed({ hash_type: 'SM3' }))],
    ['is another file', 'not the one of its SHA-1', () => tells(placed({ hash_value: '0'.repeat(40) }))],
    [
      'has the SHA-1 of its packed bytes',
      'not the one of its SHA-1',
      () => tells(placed({ hash_value: sha1Of(gzipSync(file)) })),
    ],
    ['is cut off', 'not the one of its SHA-1', () => tells(placed(), file.subarray(0, 900))],
    ['is packed and cut off', 'does not unpack', () => tells(placed(), gzipSync(file).subarray(0, 300))],
    ['is HTML', 'not the one of its SHA-1', () => tells(placed(), Buffer.from('<html></html>'))],
    ['comes with 500', 'HTTP 500', () => tells(placed(), (response) => response.writeHead(500).end(file))],
    [
      'is redirected',
      'HTTP 302',
      () => tells(placed(), (response) => response.writeHead(302, { location: elsewhere.url }).end()),
    ],
  ])('is unknown where it %s', async (_what, cause, answer) => {
    answer();
    standby.answer = wechat.host.answer;

    expect(await pay.tradeBill(merchant, '2026-01-01')).toEqual({
      kind: 'unknown',
      cause: expect.stringContaining(cause),
    });
    expect(elsewhere.asked).toEqual([]);
  });

  it('leaves its date in the log where it cannot be had, and neither token nor signature', async () => {
    const warn = vi.spyOn(Logger.prototype, 'warn');
    tells(placed(), (response) => response.writeHead(500).end());
    standby.answer = wechat.host.answer;

    await pay.tradeBill(merchant, '2026-01-01');

    const told = JSON.stringify(warn.mock.calls);
    expect(told).toContain('2026-01-01');
    expect(told).not.toMatch(/6XIVMAN1|signature=/);
  });
});
