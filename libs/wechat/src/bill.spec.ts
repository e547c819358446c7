import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Formatter } from 'wechatpay-axios-plugin';
import { bill as vectors } from '../../../test/vectors/wechat-pay-vectors.json';
import { billIn } from './bill';
import { UnusableMessage } from './facts';

const [known] = vectors as [(typeof vectors)[0]];
const text = Buffer.from(known.csvBase64, 'base64').toString();

function read(said: string) {
  return billIn(Buffer.from(said));
}

describe('a trade bill, by WeChat’s known answers', () => {
  it.each(vectors)('$id', ({ csvBase64, sha1, expected: { rows, totals } }) => {
    const file = Buffer.from(csvBase64, 'base64');

    const bill = billIn(file);

    expect(createHash('sha1').update(file).digest('hex')).toBe(sha1);
    expect(bill.totals).toEqual(totals);
    expect(bill.lines.map(({ orderNo }) => orderNo)).toEqual(rows.map((row) => row['商户订单号']));
    expect(bill.lines).toEqual([
      {
        kind: 'payment',
        tradedAt: new Date('2026-01-01T00:12:33Z'),
        appId: 'wx0f3a5c7e9b1d2468',
        mchId: '1900007001',
        transactionId: '4200002345202601016789012345',
        orderNo: 'WX20260101_000001|A*',
        currency: 'CNY',
        totalFen: 12990,
      },
      {
        kind: 'payment',
        tradedAt: new Date('2026-01-01T01:01:02Z'),
        appId: 'wx0f3a5c7e9b1d2468',
        mchId: '1900007001',
        transactionId: '4200002345202601016789012347',
        orderNo: 'SECOND6789012345',
        currency: 'CNY',
        totalFen: 1,
      },
      {
        kind: 'refund',
        tradedAt: new Date('2026-01-01T02:05:06Z'),
        appId: 'wx0f3a5c7e9b1d2468',
        mchId: '1900007001',
        transactionId: '4200002345202601016789012345',
        orderNo: 'WX20260101_000001|A*',
        currency: 'CNY',
        totalFen: 0,
        refundId: '50300001232026010112345678901',
        outRefundNo: 'RF20260101-000001@1',
        refundFen: 4990,
        refundStatus: 'PROCESSING',
      },
    ]);
  });

  it('has the cells that another reader finds', () => {
    const { rows } = Formatter.castCsvBill(text) as { rows: Record<string, string>[] };

    expect(read(text).lines.map(({ transactionId }) => transactionId)).toEqual(
      rows.map((row) => row['微信订单号']),
    );
  });
});

/** The same columns the other way round, and one that is new. */
function turned(line: string): string {
  const [first, mark] = line.startsWith('`') ? ['`', ',`'] : ['', ','];
  const cells = line.slice(first.length).split(mark);
  return first + ['新', ...cells.toReversed()].join(mark);
}

const FIRST = '4200002345202601016789012345';

describe('a trade bill', () => {
  it('is read without a byte-order mark, and with plain line ends', () => {
    const plain = text.replace('\uFEFF', '').replaceAll('\r\n', '\n');

    expect(read(plain)).toEqual(read(text));
  });

  it('is read by the names of its columns, wherever they stand', () => {
    const lines = text.replace('\uFEFF', '').split('\r\n');
    const other = [...lines.slice(0, 4).map(turned), ...lines.slice(4)].join('\r\n');

    expect(read(other)).toEqual(read(text));
  });

  it('keeps no person', () => {
    expect(JSON.stringify(read(text))).not.toContain('oTEST');
  });

  it('may name a product with commas, line breaks and quotes', () => {
    const odd = text.replace('云南普洱茶饼357克-礼盒,含赠品', '普洱,"生"\r\n云南,\n总重357克');

    expect(read(odd)).toEqual(read(text));
  });

  it.each([
    ['a comma and a back-tick', '红,`绿'],
    ['several of them', ',`,`红,`绿,`'],
    ['a line break and a back-tick', '红\r\n`绿'],
    ['both', '红,`绿\n`蓝,`'],
    ['a back-tick at each end', '`红`'],
    ['what looks like the summary', '红\n总交易单数,应结订单总金额'],
  ])('may name goods with %s', (_what, name) => {
    const odd = text.replace('云南普洱茶饼357克-礼盒,含赠品', name);

    expect(odd).toContain(name);
    expect(read(odd)).toEqual(read(text));
  });

  it.each<[string, (bill: string) => string, string, string | undefined]>([
    ['a cell too few', (bill) => bill.replace('`JSAPI,', ''), 'cells of no column', FIRST],
    ['a cell too many', (bill) => bill.replace('`JSAPI', '`JSAPI,`JSAPI'), 'is no currency', FIRST],
    [
      'no leading cells',
      (bill) => bill.replace(/`2026-01-01 08:12:33,`wx\w+,/, ''),
      'cells of no',
      undefined,
    ],
    ['an amount with three decimals', (bill) => bill.replaceAll('`129.90', '`129.900'), '订单金额', FIRST],
    ['an amount in words', (bill) => bill.replaceAll('`129.90', '`one'), '订单金额 is no amount', FIRST],
    ['another time', (bill) => bill.replace('2026-01-01 08:12:33', '20260101081233'), '交易时间', FIRST],
  ])('with %s in a line is read but for that line', (_what, spoilt, why, transactionId) => {
    const { lines, unread, totals } = read(spoilt(text));

    expect(lines).toEqual(read(text).lines.slice(1));
    expect(unread).toMatchObject([{ line: 2, why: expect.stringContaining(why) }]);
    expect(unread[0]?.transactionId).toBe(transactionId);
    expect(totals).toEqual(read(text).totals);
    expect(JSON.stringify(unread)).not.toContain('oTEST');
  });

  it('of no trade at all has a summary of zeros', () => {
    const [header, , , , summary] = text.split('\r\n');
    const zeros = '`0,`0.00,`0.00,`0.00,`0.00000,`0.00,`0.00';

    expect(read([header, summary, zeros, ''].join('\r\n'))).toEqual({
      lines: [],
      unread: [],
      totals: { paidFen: 0, refundFen: 0 },
    });
  });

  it('knows reversals, and what is new, as neither payment nor refund', () => {
    expect(read(text.replace('`SUCCESS', '`REVOKED')).lines[0]).toMatchObject({
      kind: 'other',
      totalFen: 12990,
    });
  });

  it.each<[string, string, string]>([
    ['nothing', '', 'no summary'],
    ['HTML', '<html><body>502</body></html>', 'no summary'],
    ['a bill that was cut off', text.slice(0, text.indexOf('总交易单数')), 'no summary'],
    ['a bill that ends at its summary', text.slice(0, text.lastIndexOf('`3')), 'not one summary'],
    ['a line that is missing', text.replace(/`2026-01-01 09:01:02.*\r\n/, ''), 'disagree'],
    [
      'a line that cannot be read, and one that is missing',
      text.replace('`JSAPI,', '').replace(/`2026-01-01 09:01:02.*\r\n/, ''),
      'disagree',
    ],
    ['a line that came twice', text.replace(/(`2026-01-01 09:01:02.*\r\n)/, '$1$1'), 'disagree'],
    ['another sum of payments', text.replace('`129.91,`49.90\r\n', '`129.90,`49.90\r\n'), 'disagree'],
    ['another sum of refunds', text.replace('`129.91,`49.90\r\n', '`129.91,`49.91\r\n'), 'disagree'],
    ['no column of amounts', text.replace(',订单金额,', ',总金额,'), 'no column 订单金额'],
  ])('is not believed with %s', (_what, said, why) => {
    expect(() => read(said)).toThrow(UnusableMessage);
    expect(() => read(said)).toThrow(why);
  });

  it('is not believed where it is not UTF-8', () => {
    expect(() => billIn(Buffer.from([0xff, 0xfe, 0x60]))).toThrow('not UTF-8');
  });
});
