import { CsvDamaged, lineEndsIn } from './csv';

/** A zip archive, which an .xlsx is, and the older .xls. */
const WORKBOOKS = ['504b0304', 'd0cf11e0'];
const NO_CSV = '这是Excel工作簿，不是CSV：请在Excel里“另存为”，类型选“CSV UTF-8（逗号分隔）”，再上传';

/** What a mark at the beginning says; Excel's "Unicode 文本" is UTF-16LE. */
const MARKED: Partial<Record<string, string>> = { fffe: 'utf-16le', feff: 'utf-16be' };

/** The text of a spreadsheet's file: UTF-16 by its mark, UTF-8 with or without one, else GBK as Chinese Excel saves it. */
export function decodeCsv(bytes: Buffer): string {
  if (WORKBOOKS.includes(bytes.toString('hex', 0, 4))) throw new CsvDamaged(1, NO_CSV);
  const marked = MARKED[bytes.toString('hex', 0, 2)];
  const text = marked ? decoded(bytes, marked) : (decoded(bytes, 'utf-8') ?? decoded(bytes, 'gb18030'));
  if (text === undefined) throw new CsvDamaged(1, '文件编码不是UTF-8、UTF-16或GBK');
  const nul = text.indexOf('\0');
  if (nul >= 0) throw new CsvDamaged(1 + lineEndsIn(text.slice(0, nul)), '含有非法字符');
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
