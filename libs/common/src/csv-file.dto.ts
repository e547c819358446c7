import { IsOptional } from 'class-validator';
import { CsvDamaged } from './csv';
import { decodeCsv } from './csv-bytes';
import { readTable, type RowFault, type TableRow, type TableShape } from './csv-table';
import { DomainError } from './errors';
import { IsFlag } from './flag';

const MOST_LISTED = 100;

export class CsvQuery {
  /** true: 试运行, only says what would change, and what is wrong. */
  @IsOptional()
  @IsFlag()
  dry_run: boolean = false;
}

export class CsvFaultView {
  /** 行号 Counted from 1, the heads too. @example 3 */
  line: number;
  /** 原因 @example 价格必须是0.01至10000000.00元，最多两位小数 */
  reason: string;

  /** The first hundred: whoever mends those finds the rest in his next trial. */
  static listOf(faults: readonly RowFault[]): CsvFaultView[] {
    return faults.slice(0, MOST_LISTED).map(({ line, reason }) => ({ line, reason }));
  }
}

/** 文件有误: nothing of the file is taken while one of its rows is wrong. */
export function csvRefusal(faults: readonly RowFault[]): DomainError {
  const msg: Record<string, string> = { file: `共${faults.length}处有误，未导入任何内容` };
  for (const { line, reason } of CsvFaultView.listOf(faults)) {
    const name = `第${line}行`;
    msg[name] = msg[name] ? `${msg[name]}；${reason}` : reason;
  }
  return new DomainError('csvRejected', { msg });
}

/** The rows of a merchant's file; one that is no table is refused as a whole, a trial too. */
export async function readSheet<Column extends string>(
  file: Buffer,
  shape: TableShape<Column>,
): Promise<TableRow<Column>[]> {
  try {
    return await readTable(decodeCsv(file), shape);
  } catch (error) {
    if (error instanceof CsvDamaged) throw csvRefusal([{ line: error.line, reason: error.reason }]);
    throw error;
  }
}
