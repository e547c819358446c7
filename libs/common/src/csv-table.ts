import { setImmediate } from 'node:timers/promises';
import { compactText } from './compact-text';
import { CsvDamaged, csvRows, type CsvRow } from './csv';

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

export interface TableShape<Column extends string> {
  columns: Columns<Column>;
  mostRows: number;
  /** What the file must name. */
  needed?: readonly Column[];
  /** Whether columns that nobody knows are left unread, or refused. */
  passesOver?: boolean;
  /** Whether a file without rows is refused. */
  needsRows?: boolean;
}

/** Some milliseconds' worth: between two slices of a large file other requests have their turn. */
const CELLS_AT_ONCE = 5_000;

/**
 * The rows of a file whose first line names the columns, in any order; rows of empty cells are none. What is wrong ends
 * the reading at its line.
 */
export async function readTable<Column extends string>(
  text: string,
  shape: TableShape<Column>,
): Promise<TableRow<Column>[]> {
  const table: TableRow<Column>[] = [];
  let names: (Column | undefined)[] | undefined;
  let read = 0;
  for (const { line, cells } of csvRows(text)) {
    read += 1 + cells.length;
    if (read > CELLS_AT_ONCE) {
      read = 0;
      await setImmediate();
    }
    if (!names && cells.length > 0) names = columnsOf({ line, cells }, shape);
    else if (names && cells.some((cell) => cell.trim() !== '')) table.push(tableRow({ line, cells }, names));
    if (table.length > shape.mostRows) throw new CsvDamaged(line, `最多${shape.mostRows}行`);
  }
  if (!names) columnsOf({ line: 1, cells: [] }, shape);
  if (shape.needsRows && table.length === 0) throw new CsvDamaged(1, '没有数据');
  return table;
}

function tableRow<Column extends string>(
  { line, cells }: CsvRow,
  names: readonly (Column | undefined)[],
): TableRow<Column> {
  if (cells.slice(names.length).some((cell) => cell.trim() !== ''))
    throw new CsvDamaged(line, '单元格比表头多');
  const said = names.flatMap((name, index) => (name ? [[name, (cells[index] ?? '').trim()]] : []));
  return { line, cells: Object.fromEntries(said) as TableRow<Column>['cells'] };
}

/** What each column of the file is; undefined for one that is passed over. */
function columnsOf<Column extends string>(
  { line, cells: header }: CsvRow,
  { columns, needed = [], passesOver = false }: TableShape<Column>,
): (Column | undefined)[] {
  const known = new Map<string, Column>();
  for (const name of Object.keys(columns) as Column[]) known.set(name, name).set(columns[name], name);
  const cells = header.map((cell) => cell.trim());
  while (cells.at(-1) === '') cells.pop();
  const names = cells.map((cell) => known.get(cell));
  const missing = needed.filter((name) => !names.includes(name)).map((name) => columns[name]);
  if (missing.length > 0) throw new CsvDamaged(line, `缺少列：${missing.join('、')}`);
  const stranger = cells.findIndex((_, index) => !names[index]);
  if (stranger >= 0 && !passesOver) throw new CsvDamaged(line, `表头不认识：${cells[stranger] || '空'}`);
  const named = names.filter((name) => name !== undefined);
  if (named.length === 0) throw new CsvDamaged(line, '缺少表头');
  if (new Set(named).size < named.length) throw new CsvDamaged(line, '表头有重复的列');
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

/** What Excel makes of a long number, and keeps when it saves the file: its last digits are lost. */
const SCIENTIFIC = /^\d(?:\.\d+e\+?|e\+)\d{2,3}$/i;

/** Why a cell cannot be the code that it was, for the column of that name; undefined where it can. */
export function spoiltCode(cell: string | undefined, name: string): string | undefined {
  if (!SCIENTIFIC.test(compactText(cell ?? ''))) return undefined;
  return `Excel把${name}变成了科学计数法，请把这一列设为文本格式，重新填写`;
}
