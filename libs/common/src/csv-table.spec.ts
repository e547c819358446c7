import { setImmediate } from 'node:timers';
import { describe, expect, it } from 'vitest';
import { CsvDamaged } from './csv';
import { readTable, spoiltCode } from './csv-table';

const SHAPE = { columns: { code: '编码', price: '价格' }, mostRows: 5_000 };

describe('a table', () => {
  it.each([
    ['commas', '编码,价格\nA,1\n,\n\nB,2,,\n'],
    ['tabs', '编码\t价格\nA\t1\n\t\n\nB\t2\t\t\n'],
    ['semicolons', '编码;价格\nA;1\n;\n\nB;2;;\n'],
  ])('is read with %s', async (_, text) => {
    expect(await readTable(text, SHAPE)).toEqual([
      { line: 2, cells: { code: 'A', price: '1' } },
      { line: 5, cells: { code: 'B', price: '2' } },
    ]);
  });

  it.each<[string, string, CsvDamaged]>([
    ['no heads', '\n\n', new CsvDamaged(1, '缺少表头')],
    ['an unknown head, by its line', 'sep=,\n编码,价钱\n', new CsvDamaged(2, '表头不认识：价钱')],
    ['a cell too much', '编码\n\na,b\n', new CsvDamaged(3, '单元格比表头多')],
    ['too many rows', `编码\n${'a\n'.repeat(5_001)}`, new CsvDamaged(5_002, '最多5000行')],
  ])('is refused for %s', async (_, text, damage) => {
    await expect(readTable(text, SHAPE)).rejects.toEqual(damage);
  });

  it('is not read beyond the rows that it may have', async () => {
    const text = `编码\n${'a\n'.repeat(5_001)}"`;

    await expect(readTable(text, SHAPE)).rejects.toThrow('最多5000行');
  });

  it.each([
    ['rows', `编码,价格\n${'ABC,1.00\n'.repeat(5_000)}`, 2],
    ['empty rows', `编码,价格\n${',\n'.repeat(50_000)}`, 25],
    ['empty lines', `编码,价格\n${'\n'.repeat(100_000)}`, 15],
    ['wide rows', `编码,价格\n${`${','.repeat(250)}\n`.repeat(400)}`, 15],
  ])('of many %s lets others have their turn meanwhile', async (_, text, least) => {
    let turns = 0;
    let isRead = false;
    const takeTurns = (): void => {
      turns += 1;
      if (!isRead) setImmediate(takeTurns);
    };
    setImmediate(takeTurns);

    await readTable(text, SHAPE);
    isRead = true;

    expect(turns).toBeGreaterThanOrEqual(least);
  });
});

describe('a code that Excel spoilt', () => {
  it.each(['6.9E+12', '6.90E+12', '6.9e+12', '6E+12', '6.9E12', '6.9E+012', '６．９Ｅ＋１２', ' 6.9 E+12 '])(
    'is %s',
    (code) => {
      expect(spoiltCode(code, '编码')).toBe('Excel把编码变成了科学计数法，请把这一列设为文本格式，重新填写');
    },
  );

  it.each([
    undefined,
    '',
    '6901234567890',
    '12E5',
    '1E05',
    '1E-05',
    'A6.9E+12',
    '6.9',
    '69E+12',
    'E+12',
    '6.9E+1',
  ])('is not %s', (code) => {
    expect(spoiltCode(code, '编码')).toBeUndefined();
  });
});
