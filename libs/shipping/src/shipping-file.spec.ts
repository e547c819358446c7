import { CSV_BOM, CsvDamaged, csvLine, readTable } from '@app/common';
import { describe, expect, it } from 'vitest';
import { MAX_ROWS, readShippingFile, SHIPPING_SHAPE } from './shipping-file';

const NO = '01KA3V9C8Q5ZJ7W2M4XN';
const OTHER = '01KA3V9C8Q5ZJ7W2M4XP';
const HEAD = '订单号,快递公司,快递单号\n';

const codeOf = (text: string) => ({ ZTO: 'ZTO', 中通快递: 'ZTO', YTO: 'YTO' })[text];
const read = async (text: string) => readShippingFile(await readTable(text, SHIPPING_SHAPE), codeOf);
const parcel = (trackingNo: string, carrier = 'ZTO') => ({ carrier, trackingNo });

describe('a file of tracking numbers', () => {
  it.each<[string, string]>([
    ['plainly', `${HEAD}${NO},ZTO,7300001`],
    ['with the carrier by name, and small letters', `${HEAD}${NO.toLowerCase()},中通快递, 7300001 `],
    ['as a spreadsheet saves it', `${CSV_BOM}${HEAD}${csvLine([NO, 'ZTO', '7300001'])}`],
    ['with other columns about', `留言,快递单号,订单号,快递公司\r\n好,7300001,${NO},ZTO\r\n`],
    ['with tabs', `${HEAD}${NO},ZTO,7300001`.replaceAll(',', '\t')],
    ['with blanks and invisible characters', `${HEAD}${NO}\u200b,ZTO,\u200b73 000\u00a001　`],
    ['with digits kept as text', `${HEAD}${NO},ZTO,"=""7300001"""`],
  ])('is read %s', async (_what, text) => {
    expect(await read(text)).toEqual({
      orders: [{ orderNo: NO, line: 2, parcels: [parcel('7300001')] }],
      skipped: 0,
      faults: [],
    });
  });

  it('gathers the parcels of an order, and leaves out what has not left', async () => {
    const file = await read(`${HEAD}${NO},ZTO,1\n${OTHER},,\n${NO},YTO,1\n`);

    expect(file.orders).toEqual([{ orderNo: NO, line: 2, parcels: [parcel('1'), parcel('1', 'YTO')] }]);
    expect(file.skipped).toBe(1);
  });

  it.each<[string, string, string]>([
    ['nothing', '', '缺少列：订单号、快递公司、快递单号'],
    ['no heads', `${NO},ZTO,1`, '缺少列：订单号、快递公司、快递单号'],
    ['a head missing', '订单号,快递公司\n', '缺少列：快递单号'],
    ['a head twice', `订单号,${HEAD}`, '表头有重复的列'],
    ['heads alone', HEAD, '没有数据'],
  ])('of %s is none', async (_what, text, reason) => {
    await expect(read(text)).rejects.toEqual(new CsvDamaged(1, reason));
  });

  it.each<[string, string, number, string]>([
    ['a quote that never ends', `${HEAD}${NO},"ZTO,1`, 2, '引号不成对'],
    ['a cell too much', `${HEAD}${NO},ZTO,1,2`, 2, '单元格比表头多'],
    [
      'too many rows',
      HEAD + Array.from({ length: MAX_ROWS + 1 }, (_, i) => `${NO},ZTO,${i}\n`).join(''),
      MAX_ROWS + 2,
      `最多${MAX_ROWS}行`,
    ],
  ])('with %s is none, and the line is named', async (_what, text, line, reason) => {
    await expect(read(text)).rejects.toEqual(new CsvDamaged(line, reason));
  });

  it.each<[string, string, object]>([
    ['no order', `${HEAD},ZTO,1`, { line: 2, reason: '缺少订单号' }],
    ['no carrier', `${HEAD}${NO},,1`, { line: 2, reason: '缺少快递公司' }],
    [
      'a carrier nobody knows',
      `${HEAD}${NO},驼队,1`,
      { line: 2, reason: '没有“驼队”这家快递公司，可用的名称和编码见GET admin/carrier' },
    ],
    ['no number', `${HEAD}\n${NO},ZTO,`, { line: 3, reason: '缺少快递单号' }],
    ['a number that is none', `${HEAD}${NO},ZTO,一二三`, { line: 2, reason: '快递单号错误' }],
    [
      'a number that Excel spoilt',
      `${HEAD}${NO},ZTO,7.31E+13`,
      { line: 2, reason: expect.stringMatching(/^Excel把快递单号变成了科学计数法/) },
    ],
    ['a row twice', `${HEAD}${NO},ZTO,1\n${NO},中通快递,1`, { line: 3, reason: '与第2行重复' }],
    [
      'sixteen parcels',
      HEAD + Array.from({ length: 16 }, (_, i) => `${NO},ZTO,${i}\n`).join(''),
      { line: 17, reason: '一个订单最多15个包裹' },
    ],
  ])('of %s is refused by line', async (_what, text, fault) => {
    expect((await read(text)).faults).toEqual([fault]);
  });
});
