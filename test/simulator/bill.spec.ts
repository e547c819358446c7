import { beijingTime } from '@app/common';
import { parseXml, writeXml } from '@app/wechat';
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bill as vectors } from '../vectors/wechat-pay-vectors.json';
import type { Rig } from './rig';
import { REFUNDS, V3Merchant } from './v3-merchant';

const BOM = '\uFEFF';

/** A merchant on the morning of some day, with ways to the next ones. */
async function merchantAt(time: string) {
  const merchant = await V3Merchant.open();
  const until = async (wall: string, days = 0) => {
    const now = new Date((await merchant.rig.sim('clock', { advanceSeconds: 1 })).now);
    const day = beijingTime(new Date(now.getTime() + days * 86_400_000)).slice(0, 10);
    await merchant.later(Math.ceil((Date.parse(`${day}T${wall}+08:00`) - now.getTime()) / 1000));
    return day;
  };
  const day = await until(time, 1);
  return { merchant, rig: merchant.rig, day, until };
}

/** An order of each interface is paid, and part of one given back, on the day; it is 10:00 on the next. */
async function dayOfTrade() {
  const { merchant, rig, day, until } = await merchantAt('12:00:00');
  const amount = { total: 12990, currency: 'CNY' };
  const first = await merchant.ordered({
    amount,
    description: '云南普洱茶饼357克-礼盒,含赠品',
    time_expire: undefined,
  });
  const { transaction_id } = await rig.sim('pay', { prepay_id: first.prepay_id });
  const second = await rig.ordered({ out_trade_no: 'SECOND', total_fee: '1', attach: 'x', time_expire: '' });
  await rig.sim('clock', { advanceSeconds: 1 });
  await rig.sim('pay', { prepay_id: second.prepay_id });
  await merchant.later(60);
  await merchant.post(REFUNDS, {
    transaction_id,
    out_refund_no: 'R@1',
    amount: { ...amount, refund: 4990 },
  });
  await until('10:00:00', 1);
  return { merchant, rig, day, transaction_id, out_trade_no: first.out_trade_no };
}

function download(rig: Rig, fields: Record<string, string>): Promise<Response> {
  return fetch(`${rig.url}/pay/downloadbill`, { method: 'POST', body: writeXml(rig.signed(fields)) });
}

/** What v2 answers in place of a bill. */
async function refusal(rig: Rig, fields: Record<string, string>) {
  const { return_code, return_msg, error_code } = parseXml(
    Buffer.from(await (await download(rig, fields)).arrayBuffer()),
  );
  return [return_code, return_msg, error_code];
}

const compact = (day: string) => day.replaceAll('-', '');

function named(header: string, row: string): Record<string, string | undefined> {
  const cells = row.slice(1).split(',`');
  return Object.fromEntries(header.split(',').map((name, column) => [name, cells[column]]));
}

/** Data rows by the names in the header, and the summary by its own, as a reader of bills does it. */
function read(text: string) {
  expect(text.startsWith(BOM)).toBe(true);
  expect(text.endsWith('\r\n')).toBe(true);
  const lines = text.slice(1).split('\r\n').slice(0, -1);
  return {
    header: lines[0],
    summaryHeader: lines.at(-2),
    rows: lines.slice(1, -2).map((row) => named(lines[0]!, row)),
    summary: named(lines.at(-2)!, lines.at(-1)!),
  };
}

describe('a bill', () => {
  it('has a line for each payment and refund, all columns in order, and a sum', async () => {
    const { merchant, rig, day, transaction_id, out_trade_no } = await dayOfTrade();
    const vector = read(Buffer.from(vectors[0]!.csvBase64, 'base64').toString('utf8'));

    const text = await (await download(rig, { bill_date: compact(day), bill_type: 'ALL' })).text();
    // Whoever reads text loses the mark that the file begins with.
    const { header, summaryHeader, rows, summary } = read(BOM + text);

    expect([header, summaryHeader]).toEqual([vector.header, vector.summaryHeader]);
    expect(rows.map((row) => [row.交易状态, row.商户订单号, row.订单金额, row.申请退款金额])).toEqual([
      ['SUCCESS', out_trade_no, '129.90', '0.00'],
      ['SUCCESS', 'SECOND', '0.01', '0.00'],
      ['REFUND', out_trade_no, '0.00', '49.90'],
    ]);
    expect(rows[0]).toMatchObject({
      交易时间: expect.stringMatching(new RegExp(`^${day} 12:00:\\d\\d$`)),
      公众账号ID: rig.config.WECHAT_APP_ID,
      商户号: merchant.mchid,
      微信订单号: transaction_id,
      微信退款单号: '0',
      应结订单金额: '129.90',
      商品名称: '云南普洱茶饼357克-礼盒,含赠品',
      手续费: '0.78000',
      费率: '0.60%',
    });
    expect(rows[2]).toMatchObject({
      商户退款单号: 'R@1',
      微信退款单号: expect.stringMatching(/^50300/),
      退款金额: '49.90',
      退款类型: 'ORIGINAL',
      退款状态: 'SUCCESS',
    });
    expect(summary).toEqual({
      总交易单数: '3',
      应结订单总金额: '129.91',
      退款总金额: '49.90',
      充值券退款总金额: '0.00',
      手续费总金额: '0.78000',
      订单总金额: '129.91',
      申请退款总金额: '49.90',
    });
  });

  it('is the same through v3, and hashes to what was said, packed or not', async () => {
    const { merchant, rig, day } = await dayOfTrade();
    const ofV2 = Buffer.from(
      await (await download(rig, { bill_date: compact(day), tar_type: 'GZIP' })).arrayBuffer(),
    );
    const url = `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL`;

    for (const target of [url, `${url}&tar_type=GZIP`]) {
      const { headers, text, body } = await merchant.get(target);
      const { origin, pathname, search } = new URL(body.download_url);
      const file = await merchant.send('GET', pathname + search);
      const bytes = Buffer.from(await file.arrayBuffer());
      const plain = target.endsWith('GZIP') ? gunzipSync(bytes) : bytes;

      expect(merchant.signerOf(headers, text)).toBe('certificate');
      expect(origin).toBe(rig.url);
      expect(file.headers.get('wechatpay-signature')).toBeNull();
      expect(createHash(body.hash_type).update(plain).digest('hex')).toBe(body.hash_value);
      expect(plain).toEqual(gunzipSync(ofV2));
      expect(plain.toString('utf8').startsWith(BOM)).toBe(true);
    }
  });

  it('may hold payments alone or refunds alone', async () => {
    const { rig, day } = await dayOfTrade();
    const of = async (bill_type: string) =>
      read(BOM + (await (await download(rig, { bill_date: compact(day), bill_type })).text()));

    const [payments, refunds] = [await of('SUCCESS'), await of('REFUND')];

    expect(payments.rows.map(({ 交易状态 }) => 交易状态)).toEqual(['SUCCESS', 'SUCCESS']);
    expect(payments.header).not.toContain('退款');
    expect(refunds.rows.map(({ 退款状态 }) => 退款状态)).toEqual(['SUCCESS']);
    expect(refunds.rows[0]!.退款申请时间).toMatch(new RegExp(`^${day}`));
    expect([payments.summary.总交易单数, refunds.summary.总交易单数]).toEqual(['2', '1']);
  });

  it('keeps a refund on the day of its acceptance, as it was when that day ended', async () => {
    const { merchant, rig, day, until } = await merchantAt('23:59:00');
    const { prepay_id, out_trade_no } = await rig.ordered({ time_expire: '' });
    await rig.sim('pay', { prepay_id });
    await rig.sim('refund', { becomes: 'SUCCESS', afterSeconds: 600 });
    await rig.sim('portal-refund', { out_trade_no });
    await until('10:00:00', 2);

    const text = await (await download(rig, { bill_date: compact(day), bill_type: 'REFUND' })).text();

    expect(read(BOM + text).rows).toMatchObject([{ 退款状态: 'PROCESSING', 退款成功时间: '' }]);
    expect((await merchant.rig.books()).refunds[0]!.status).toBe('SUCCESS');
  });

  it('comes at ten on the next day and not before, and not of today', async () => {
    const { merchant, rig, day, until } = await merchantAt('12:00:00');
    const { prepay_id } = await rig.ordered({ time_expire: '' });
    await rig.sim('pay', { prepay_id });
    const bill = () => refusal(rig, { bill_date: compact(day) });
    const v3 = async () => {
      const { status, body } = await merchant.get(`/v3/bill/tradebill?bill_date=${day}`);
      return [status, body.code];
    };

    expect([await bill(), await v3()]).toEqual([
      ['FAIL', 'invalid bill_date', undefined],
      [400, 'PARAM_ERROR'],
    ]);
    await until('09:59:58', 1);
    expect([await bill(), await v3()]).toEqual([
      ['FAIL', 'Bill Creating', undefined],
      [400, 'STATEMENT_CREATING'],
    ]);
    await until('10:00:00');
    expect(await (await download(rig, { bill_date: compact(day) })).text()).toContain('交易时间');
    expect(await v3()).toEqual([200, undefined]);
  });

  it('does not exist for a day without trade, three months back, or one that no calendar has', async () => {
    const { merchant, rig, day, until } = await merchantAt('12:00:00');
    const { prepay_id } = await rig.ordered({ time_expire: '' });
    const yesterday = beijingTime(new Date(Date.parse(`${day}T00:00:00+08:00`) - 86_400_000)).slice(0, 10);
    const v3 = async (bill_date: string) =>
      (await merchant.get(`/v3/bill/tradebill?bill_date=${bill_date}`)).body.code;

    expect(await refusal(rig, { bill_date: compact(yesterday) })).toEqual(['FAIL', 'No Bill Exist', '20002']);
    expect(await v3(yesterday)).toBe('NO_STATEMENT_EXIST');
    expect(await refusal(rig, { bill_date: '20260230' })).toEqual(['FAIL', 'data format error', undefined]);
    expect(await v3('2026-02-30')).toBe('PARAM_ERROR');
    await rig.sim('pay', { prepay_id });
    await until('12:00:00', 93);
    expect(await refusal(rig, { bill_date: compact(day) })).toEqual(['FAIL', 'No Bill Exist', '20002']);
    expect(await v3(day)).toBe('PARAM_ERROR');
  });

  it('is refused to a wrong question and to a stranger', async () => {
    const { merchant, rig, day } = await dayOfTrade();
    const bill_date = compact(day);
    const v3 = async (query: string) => (await merchant.get(`/v3/bill/tradebill?${query}`)).body.code;

    expect(await refusal(rig, {})).toEqual(['FAIL', 'missing parameter', undefined]);
    expect(await refusal(rig, { bill_date, bill_type: 'NONE' })).toEqual([
      'FAIL',
      'invalid bill_type',
      undefined,
    ]);
    expect(await refusal(rig, { bill_date, tar_type: 'ZIP' })).toEqual([
      'FAIL',
      'CompressGZip Error',
      undefined,
    ]);
    expect(await v3('bill_type=ALL')).toBe('PARAM_ERROR');
    expect(await v3(`bill_date=${day}&bill_type=NONE`)).toBe('PARAM_ERROR');
    expect(await v3(`bill_date=${day}&tar_type=ZIP`)).toBe('PARAM_ERROR');
    const unsigned = await rig.post(
      '/pay/downloadbill',
      writeXml({ ...rig.signed({ bill_date }), sign: 'x' }),
    );
    expect(unsigned).toMatchObject({ return_code: 'FAIL', err_code: 'SIGNERROR' });
  });

  it('lies behind a token that is good for five minutes, and for nobody else', async () => {
    const { merchant, rig, day } = await dayOfTrade();
    const { body } = await merchant.get(`/v3/bill/tradebill?bill_date=${day}`);
    const target = body.download_url.slice(rig.url.length);

    const stranger = await merchant.get(target, { authorization: 'none' });
    await rig.stop();
    await rig.start();
    await merchant.later(290);
    const inTime = await merchant.send('GET', target);
    await merchant.later(11);
    const late = await merchant.get(target);

    expect(stranger.status).toBe(401);
    expect(inTime.status).toBe(200);
    expect([late.status, late.body.code]).toEqual([400, 'PARAM_ERROR']);
    expect((await merchant.get('/v3/billdownload/file?token=x')).status).toBe(400);
    expect((await merchant.send('GET', '/v3/bill/fundflowbill')).status).toBe(404);
  });
});
