import { UnusableMessage } from './facts';

/** By name of the column: merchants have more or fewer of them, depending on when they joined. */
export type Row = ReadonlyMap<string, string>;

/** A bill in its parts, each line as WeChat wrote it. */
export interface BillParts {
  columns: string[];
  records: string[];
  summary: Row;
}

export const SUMMARY = '总交易单数';
const GOODS = '商品名称';
const CELL_END = ',`';
const RECORD_END = new RegExp(`\\r?\\n(?=\`|${SUMMARY})`);
/** Each line begins with its time. */
const RECORD = /^`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,`/;

export function billParts(text: string): BillParts {
  const [header = '', ...records] = text.trimEnd().split(RECORD_END);
  const end = records.findLastIndex((record) => record.startsWith(SUMMARY));
  if (end < 0) throw new UnusableMessage('the bill has no summary');

  const [summary, ...more] = records.slice(end + 1);
  if (!summary || more.length > 0) throw new UnusableMessage('the bill has not one summary');
  const columns = header.split(',');
  return {
    columns,
    records: joined(records.slice(0, end), columns.length),
    summary: rowOf(records[end]!.split(','), summary),
  };
}

/** The name of goods may hold a line break before a back-tick: what follows it is of the same line. */
function joined(pieces: string[], columns: number): string[] {
  const records: string[] = [];
  for (const piece of pieces) {
    const last = records.at(-1);
    if (last !== undefined && !RECORD.test(piece) && cellsOf(last).length < columns)
      records[records.length - 1] = `${last}\n${piece}`;
    else records.push(piece);
  }
  return records;
}

/**
 * The name of goods is the only free text, and no character of it is escaped: where it holds a comma before a back-tick,
 * the line seems to have more cells than there are columns, and those are its.
 */
export function rowOf(columns: string[], record: string): Row {
  const cells = cellsOf(record);
  const surplus = cells.length - columns.length;
  const goods = columns.indexOf(GOODS);
  if (surplus > 0 && goods >= 0)
    cells.splice(goods, surplus + 1, cells.slice(goods, goods + surplus + 1).join(CELL_END));
  if (cells.length !== columns.length) throw new UnusableMessage('a line of the bill has cells of no column');
  return new Map(columns.map((name, column) => [name, cells[column]!]));
}

/** A cell before the name of goods, where the line has it, though it may not be readable as a whole. */
export function leadingCell(columns: string[], record: string, name: string): string | undefined {
  return cellsOf(record)[columns.indexOf(name)];
}

function cellsOf(record: string): string[] {
  return record.slice(1).split(CELL_END);
}
