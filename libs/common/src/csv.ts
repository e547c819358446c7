/** Excel takes a file without it for the local code page. */
export const CSV_BOM = '\ufeff';

export interface CsvRow {
  /** Counted from 1; where the row begins. */
  line: number;
  cells: string[];
}

/** A file that cannot be read as rows; `reason` is for the merchant. */
export class CsvDamaged extends Error {
  constructor(
    readonly line: number,
    readonly reason: string,
  ) {
    super(`line ${line}: ${reason}`);
  }
}

/** UTF-8 with or without its mark, else GBK as Chinese Excel saves it. */
export function decodeCsv(bytes: Buffer): string {
  const text = decoded(bytes, 'utf-8') ?? decoded(bytes, 'gb18030');
  if (text === undefined) throw new CsvDamaged(1, '文件编码既不是UTF-8也不是GBK');
  const nul = text.indexOf('\0');
  if (nul >= 0) throw new CsvDamaged(lineAt(text, nul), '含有非法字符');
  return text;
}

function decoded(bytes: Buffer, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function lineAt(text: string, end: number): number {
  return text.slice(0, end).split(LINE_END).length;
}

const LINE_END = /\r\n|\n|\r/;

/**
 * One cell and what ends it: RFC 4180, with any of the three line ends. The first branch is a quoted cell, whose
 * quotes are doubled; the second is `="0123"`, by which people keep digits from their spreadsheet; the third takes
 * no quote at all.
 */
const CELL = /(?:"([^"]*(?:""[^"]*)*)"|(="[^"\r\n]*"|[^",\r\n]*))(,|\r\n|\n|\r|$)/y;

/** Rows as they were written, what `csvLine` did to them undone; empty lines are none. */
export function parseCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let line = 1;
  let row: CsvRow = { line, cells: [] };
  CELL.lastIndex = text.startsWith(CSV_BOM) ? CSV_BOM.length : 0;

  for (let end = ','; end !== '';) {
    const cell = CELL.exec(text);
    if (!cell) throw new CsvDamaged(line, '引号不成对');
    const [whole, quoted, bare] = cell;
    end = cell[3]!;
    row.cells.push(plain(quoted?.replaceAll('""', '"') ?? bare!));
    line += whole.split(LINE_END).length - 1;
    if (end === ',') continue;
    if (row.cells.length > 1 || quoted !== undefined || bare !== '') rows.push(row);
    row = { line, cells: [] };
  }
  return rows;
}

/** What a spreadsheet would calculate. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** Digits that a spreadsheet would round, cut the zeros of, or take for a date. */
const MISREAD = /^(?:0\d+|\d{12,}|\d+(?:\.\d+)?e\d+|\d{1,4}(?:[-/:]\d{1,4}){1,2})$/i;

/**
 * One line for a spreadsheet, its end included. Text that would be a formula begins with an apostrophe; digits
 * that would be taken for another number begin with a tab, which a spreadsheet keeps when it saves the file again.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => quotedWhereNeeded(safe(cell))).join(',')}\r\n`;
}

function safe(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (FORMULA.test(cell)) return `'${cell}`;
  return MISREAD.test(cell) ? `\t${cell}` : cell;
}

function quotedWhereNeeded(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The reverse of `safe`, and of what people write for the same end. */
function plain(cell: string): string {
  if (cell.startsWith("'") && FORMULA.test(cell)) return cell.slice(1);
  if (cell.startsWith('\t') && MISREAD.test(cell.slice(1))) return cell.slice(1);
  return /^="([^"]*)"$/.exec(cell)?.[1] ?? cell;
}
