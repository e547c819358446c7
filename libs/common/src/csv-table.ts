import { CsvDamaged, parseCsv } from './csv';

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
}

/** The rows of a file whose first line names the columns, in any order; rows of empty cells are none. */
export function readTable<Column extends string>(
  text: string,
  shape: TableShape<Column>,
): TableRow<Column>[] {
  const [header, ...rows] = parseCsv(text);
  const names = columnsOf(header?.cells ?? [], shape);
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const [tooMuch] = filled.slice(shape.mostRows);
  if (tooMuch) throw new CsvDamaged(tooMuch.line, `最多${shape.mostRows}行`);
  return filled.map(({ line, cells }) => {
    if (cells.slice(names.length).some((cell) => cell.trim() !== ''))
      throw new CsvDamaged(line, '单元格比表头多');
    const said = names.flatMap((name, index) => (name ? [[name, (cells[index] ?? '').trim()]] : []));
    return { line, cells: Object.fromEntries(said) as TableRow<Column>['cells'] };
  });
}

/** What each column of the file is; undefined for one that is passed over. */
function columnsOf<Column extends string>(
  header: string[],
  { columns, needed = [], passesOver = false }: TableShape<Column>,
): (Column | undefined)[] {
  const known = new Map<string, Column>();
  for (const name of Object.keys(columns) as Column[]) known.set(name, name).set(columns[name], name);
  const cells = header.map((cell) => cell.trim());
  while (cells.at(-1) === '') cells.pop();
  const names = cells.map((cell) => known.get(cell));
  const missing = needed.filter((name) => !names.includes(name)).map((name) => columns[name]);
  if (missing.length > 0) throw new CsvDamaged(1, `缺少列：${missing.join('、')}`);
  const stranger = cells.findIndex((_, index) => !names[index]);
  if (stranger >= 0 && !passesOver) throw new CsvDamaged(1, `表头不认识：${cells[stranger] || '空'}`);
  const named = names.filter((name) => name !== undefined);
  if (named.length === 0) throw new CsvDamaged(1, '缺少表头');
  if (new Set(named).size < named.length) throw new CsvDamaged(1, '表头有重复的列');
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
