import { CsvDamaged, parseCsv } from '@app/common';

export const MAX_ROWS = 5000;

/** One row under the header: what its columns say, trimmed; a column that the file lacks says nothing. */
export interface TableRow<Column extends string> {
  line: number;
  cells: Partial<Record<Column, string>>;
}

/** A row that cannot be taken, for the merchant. */
export interface RowFault {
  line: number;
  reason: string;
}

/** Each column by its name in the code and by the one that a person reads. */
export type Columns<Column extends string> = Record<Column, string>;

/** The rows of a file whose first line names the columns, in any order; rows of empty cells are none. */
export function readTable<Column extends string>(text: string, columns: Columns<Column>): TableRow<Column>[] {
  const [header, ...rows] = parseCsv(text);
  const names = columnsOf(header?.cells ?? [], columns);
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (filled.length > MAX_ROWS) throw new CsvDamaged(filled[MAX_ROWS]!.line, `最多${MAX_ROWS}行`);
  return filled.map(({ line, cells }) => {
    if (cells.slice(names.length).some((cell) => cell.trim() !== ''))
      throw new CsvDamaged(line, '单元格比表头多');
    const said = names.map((name, index) => [name, (cells[index] ?? '').trim()]);
    return { line, cells: Object.fromEntries(said) as TableRow<Column>['cells'] };
  });
}

function columnsOf<Column extends string>(header: string[], columns: Columns<Column>): Column[] {
  const known = new Map<string, Column>();
  for (const [name, words] of Object.entries<string>(columns)) {
    known.set(name, name as Column);
    known.set(words, name as Column);
  }
  const cells = header.map((cell) => cell.trim());
  while (cells.at(-1) === '') cells.pop();
  const names = cells.map((cell) => {
    const name = known.get(cell);
    if (!name) throw new CsvDamaged(1, `表头不认识：${cell || '空'}`);
    return name;
  });
  if (names.length === 0) throw new CsvDamaged(1, '缺少表头');
  if (new Set(names).size < names.length) throw new CsvDamaged(1, '表头有重复的列');
  return names;
}

/** PostgreSQL's int4, as an id is written; undefined for what is none. */
export function idOf(cell: string): number | undefined {
  const id = /^\d{1,10}$/.test(cell) ? Number(cell) : 0;
  return id >= 1 && id < 2 ** 31 ? id : undefined;
}

/** As PostgreSQL counts characters. */
export function isLonger(cell: string, max: number): boolean {
  return [...cell].length > max;
}
