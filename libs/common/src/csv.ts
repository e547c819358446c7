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

/** More than a merchant's sheet has of columns, and than Excel takes in one cell: beyond, a file only costs time. */
export const MAX_CELLS = 256;
const MAX_CELL_LENGTH = 32_767;

/**
 * Rows one by one, as they were written, what `csvLine` did to them undone: RFC 4180, with any of the three line ends,
 * between commas, tabs or semicolons. An empty line is a row without cells.
 */
export function* csvRows(text: string): Generator<CsvRow> {
  const { separator, at, line: first } = openingOf(text);
  const bare = new RegExp(`="[^"\\r\\n]*"|[^"${separator}\\r\\n]*`, 'y');
  const ending = new RegExp(`${separator}|\\r\\n|\\n|\\r|$`, 'y');
  let row: CsvRow = { line: first, cells: [] };
  let line = first;

  for (let from = at, end = separator; end !== '';) {
    const isQuoted = text[from] === '"';
    const cell = isQuoted ? quotedAt(text, from, line) : matchAt(bare, text, from)!;
    const next = matchAt(ending, text, from + cell.length);
    if (next === undefined) throw new CsvDamaged(line, '引号不成对');
    if (row.cells.length === MAX_CELLS) throw new CsvDamaged(row.line, `一行最多${MAX_CELLS}个单元格`);
    row.cells.push(plain(isQuoted ? cell.slice(1, -1).replaceAll('""', '"') : cell));
    if (isQuoted) line += lineEndsIn(cell);
    from += cell.length + next.length;
    end = next;
    if (end === separator) continue;
    yield cell === '' && row.cells.length === 1 ? { ...row, cells: [] } : row;
    line += 1;
    row = { line, cells: [] };
  }
}

/** All rows but empty lines. */
export function parseCsv(text: string): CsvRow[] {
  return [...csvRows(text)].filter(({ cells }) => cells.length > 0);
}

const SEPARATORS = [',', '\t', ';'];

/** What parts the cells: as Excel's own first line `sep=;` says, else what the header has most of. */
function openingOf(text: string): { separator: string; at: number; line: number } {
  const mark = text.startsWith(CSV_BOM) ? CSV_BOM.length : 0;
  const said = /^\ufeff?"?sep=([,;\t])"?(?:\r\n|\n|\r|$)/i.exec(text);
  if (said) return { separator: said[1]!, at: said[0].length, line: 2 };
  const header = /[^\r\n]+/.exec(text)?.[0].replaceAll(/"[^"]*"/g, '') ?? '';
  const [separator] = SEPARATORS.map((one) => ({ one, times: header.split(one).length })).toSorted(
    (a, b) => b.times - a.times,
  );
  return { separator: separator!.one, at: mark, line: 1 };
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** A quoted cell with its quotes; those within are doubled. */
function quotedAt(text: string, from: number, line: number): string {
  let close = text.indexOf('"', from + 1);
  while (close >= 0 && text[close + 1] === '"' && close - from <= MAX_CELL_LENGTH)
    close = text.indexOf('"', close + 2);
  if (close < 0) throw new CsvDamaged(line, '引号不成对');
  if (close - from > MAX_CELL_LENGTH) throw new CsvDamaged(line, `单元格最多${MAX_CELL_LENGTH}个字`);
  return text.slice(from, close + 1);
}

/** Counted without a list of them: a file may have millions. */
export function lineEndsIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(at + 1) !== 0x0a)) count += 1;
  }
  return count;
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
