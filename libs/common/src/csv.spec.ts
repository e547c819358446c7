import { describe, expect, it } from 'vitest';
import { CSV_BOM, CsvDamaged, csvLine, decodeCsv, parseCsv } from './csv';

const cellsOf = (text: string) => parseCsv(text).map(({ cells }) => cells);

describe('parseCsv', () => {
  it.each<[string, string, string[][]]>([
    ['no rows', '', []],
    ['a mark alone', CSV_BOM, []],
    ['one cell', 'a', [['a']]],
    ['cells', 'a,b,c', [['a', 'b', 'c']]],
    ['empty cells', ',,', [['', '', '']]],
    [
      'an empty last cell',
      'a,\nb,',
      [
        ['a', ''],
        ['b', ''],
      ],
    ],
    ['LF', 'a\nb\n', [['a'], ['b']]],
    ['CRLF', 'a\r\nb\r\n', [['a'], ['b']]],
    ['CR', 'a\rb\r', [['a'], ['b']]],
    ['a mark before the first cell', `${CSV_BOM}a,b`, [['a', 'b']]],
    ['empty lines', '\n\na\n\r\n\nb\n\n', [['a'], ['b']]],
    ['a quoted nothing, which is a row', '""\n', [['']]],
    ['quotes', '"a","b"', [['a', 'b']]],
    ['quotes within', '"say ""yes""",b', [['say "yes"', 'b']]],
    ['a comma within', '"a,b",c', [['a,b', 'c']]],
    ['a line end within', '"a\r\nb",c\nd', [['a\r\nb', 'c'], ['d']]],
    ['spaces, which stay', ' a , b ', [[' a ', ' b ']]],
    ['digits that somebody wrapped', '="00123"\n"=""00123"""', [['00123'], ['00123']]],
  ])('reads %s', (_, text, cells) => {
    expect(cellsOf(text)).toEqual(cells);
  });

  it('names the line on which each row begins', () => {
    const rows = parseCsv('a\n\n"b\nb\r\nb",c\nd');

    expect(rows.map(({ line }) => line)).toEqual([1, 3, 6]);
  });

  it.each([
    ['an open quote', 'a\n"b\nc', 2],
    ['a quote within a bare cell', 'a\nb\nc"d', 3],
    ['text after a quoted cell', '"a"b', 1],
    ['a third quote', 'a,"""', 1],
  ])('refuses %s and names its line', (_, text, line) => {
    const reading = () => parseCsv(text);

    expect(reading).toThrow(CsvDamaged);
    expect(reading).toThrow(expect.objectContaining({ line }));
  });
});

describe('csvLine', () => {
  it.each([
    ['text', '梨', '梨'],
    ['a comma', 'a,b', '"a,b"'],
    ['a quote', 'a"b', '"a""b"'],
    ['a line end', 'a\nb', '"a\nb"'],
    ['nothing', null, ''],
    ['a number', -5, '-5'],
    ['a price', '19.99', '19.99'],
    ['a formula', '=1+1', "'=1+1"],
    ['a plus', '+86', "'+86"],
    ['a minus', '-1', "'-1"],
    ['a call', '@SUM(A1)', "'@SUM(A1)"],
    ['a tab', '\t=1', "'\t=1"],
    ['a carriage return', '\r=1', `"'\r=1"`],
    ['an apostrophe before a formula', "'=1", "''=1"],
    ['an apostrophe alone', "'s", "'s"],
    ['a long number', '73100001234567', '\t73100001234567'],
    ['zeros in front', '007', '\t007'],
    ['a date, by its looks', '10-12', '\t10-12'],
    ['a power, by its looks', '12E5', '\t12E5'],
    ['a zero', '0', '0'],
  ])('writes %s', (_, cell, written) => {
    expect(csvLine([cell])).toBe(`${written}\r\n`);
  });

  it('is undone by parseCsv, however wild the cells', () => {
    const wild = ['=', "'", "''@", '\t007', '\t', '\r\n', '"', '""', ',', '-1', '2024-01-02', '1:2', "'\t12"];
    const cells = [...wild, ...wild.map((cell) => `${cell}${cell}`), ...wild.map((cell) => `a${cell}`)];

    expect(cellsOf(csvLine(cells) + csvLine(cells))).toEqual([cells, cells]);
  });
});

describe('decodeCsv', () => {
  it.each([
    ['UTF-8', Buffer.from('名称,梨')],
    ['UTF-8 with its mark', Buffer.from(`${CSV_BOM}名称,梨`)],
    ['GBK', Buffer.from([0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0xc0, 0xe6])],
  ])('reads %s', (_, bytes) => {
    expect(decodeCsv(bytes)).toBe('名称,梨');
  });

  it('reads a character that GBK lacks and GB18030 has', () => {
    expect(decodeCsv(Buffer.from([0xc0, 0xe6, 0x95, 0x32, 0x82, 0x36]))).toBe('梨𠀀');
  });

  it.each([
    ['neither', Buffer.from([0x61, 0xff, 0xff]), 1],
    ['U+0000', Buffer.from('a\nb\0'), 2],
  ])('refuses %s', (_, bytes, line) => {
    expect(() => decodeCsv(bytes)).toThrow(expect.objectContaining({ line }));
  });
});
