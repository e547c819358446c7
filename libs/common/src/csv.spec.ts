import { describe, expect, it } from 'vitest';
import { CSV_BOM, CsvDamaged, csvLine, csvRows, MAX_CELLS, parseCsv } from './csv';
import { decodeCsv } from './csv-bytes';

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
    [
      'tabs',
      'a\tb\n1,5\t"2\t3"\n',
      [
        ['a', 'b'],
        ['1,5', '2\t3'],
      ],
    ],
    [
      'semicolons',
      'a;b\n1,5;2\n',
      [
        ['a', 'b'],
        ['1,5', '2'],
      ],
    ],
    ['commas, though a head has a semicolon', 'a,b;c,d', [['a', 'b;c', 'd']]],
    ['what the first line says of them', 'sep=;\r\na;b,c\r\n', [['a', 'b,c']]],
    ['what the first line says in quotes, after a mark', `${CSV_BOM}"sep=\t"\na,b\tc`, [['a,b', 'c']]],
    ['heads after empty lines', '\n\r\na;b', [['a', 'b']]],
    [
      'heads in quotes',
      '"a;x","b;y"\n1,2',
      [
        ['a;x', 'b;y'],
        ['1', '2'],
      ],
    ],
    ['digits that somebody wrapped', '="00123"\n"=""00123"""', [['00123'], ['00123']]],
  ])('reads %s', (_, text, cells) => {
    expect(cellsOf(text)).toEqual(cells);
  });

  it('names the line on which each row begins', () => {
    const rows = parseCsv('a\n\n"b\nb\r\nb",c\nd');

    expect(rows.map(({ line }) => line)).toEqual([1, 3, 6]);
  });

  it('counts the line that says what parts the cells', () => {
    expect(parseCsv('sep=,\na\nb').map(({ line }) => line)).toEqual([2, 3]);
  });

  it('takes as many cells as a sheet has, and refuses a longer row before it is read', () => {
    const row = ','.repeat(MAX_CELLS - 1);

    expect(parseCsv(`${row}\n${row}`)).toHaveLength(2);
    for (const text of [`${row},`, `a\n${','.repeat(2_000_000)}`])
      expect(() => parseCsv(text)).toThrow(
        expect.objectContaining({ reason: `一行最多${MAX_CELLS}个单元格` }),
      );
  });

  it.each([
    ['quotes', '""'.repeat(1_000_000)],
    ['line ends', '\n'.repeat(2_000_000)],
  ])('refuses a cell that is a file of %s', (_, text) => {
    expect(() => parseCsv(`a\n"${text}"`)).toThrow(new CsvDamaged(2, '单元格最多32767个字'));
  });

  it('reads no further than it is asked to', () => {
    const rows = csvRows(`a,b\n1,2\n"open`);

    expect([rows.next().value?.cells, rows.next().value?.cells]).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect(() => rows.next()).toThrow(CsvDamaged);
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
    ['UTF-16LE', Buffer.from(`${CSV_BOM}名称,梨`, 'utf16le')],
    ['UTF-16BE', Buffer.from(`${CSV_BOM}名称,梨`, 'utf16le').swap16()],
    ['GBK', Buffer.from([0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0xc0, 0xe6])],
  ])('reads %s', (_, bytes) => {
    expect(decodeCsv(bytes)).toBe('名称,梨');
  });

  it('reads a character that GBK lacks and GB18030 has', () => {
    expect(decodeCsv(Buffer.from([0xc0, 0xe6, 0x95, 0x32, 0x82, 0x36]))).toBe('梨𠀀');
  });

  it.each([
    ['neither', Buffer.from([0x61, 0xff, 0xff]), 1],
    ['U+0000', Buffer.from('a\r\nb\rc\nd\0'), 4],
    ['half of UTF-16', Buffer.from([0xff, 0xfe, 0x61]), 1],
    ['UTF-16 without its mark', Buffer.from('a,b', 'utf16le'), 1],
  ])('refuses %s', (_, bytes, line) => {
    expect(() => decodeCsv(bytes)).toThrow(expect.objectContaining({ line }));
  });

  it.each([
    ['a workbook', Buffer.from('PK\x03\x04\x14\0\x06\0')],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1])],
  ])('says of %s how to save it', (_, bytes) => {
    expect(() => decodeCsv(bytes)).toThrow(/另存为.*CSV UTF-8/);
  });
});
