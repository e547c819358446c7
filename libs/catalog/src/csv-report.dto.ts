import { CsvDamaged, DomainError } from '@app/common';
import { IsOptional } from 'class-validator';
import type { RowFault } from './csv-table';
import { IsFlag } from './price';

const MOST_LISTED = 100;

export class CsvQuery {
  /** true: only says what would change, and what is wrong. */
  @IsOptional()
  @IsFlag()
  dry_run: boolean = false;
}

export class CsvFaultView {
  /** @example 3 */
  line: number;
  /** @example 价格必须是0.01至10000000.00元，最多两位小数 */
  reason: string;
}

export class CsvReport {
  /** Whether this was a trial. */
  dry_run: boolean;
  /** Rows that were read. */
  rows: number;
  /** Things that are new. */
  created: number;
  changed: number;
  /** Rows that are wrong; none of the file is taken while there is one. */
  error_count: number;
  /** The first hundred of them. */
  errors: CsvFaultView[];

  /** A trial tells the faults; the real thing is refused for them. */
  static of(done: Omit<CsvReport, 'error_count' | 'errors'>, faults: RowFault[]): CsvReport {
    if (faults.length > 0 && !done.dry_run) throw refusal(faults);
    const errors = faults.slice(0, MOST_LISTED).map(({ line, reason }) => ({ line, reason }));
    return { ...done, error_count: faults.length, errors };
  }
}

function refusal(faults: RowFault[]): DomainError {
  const msg: Record<string, string> = { file: `共${faults.length}处有误，未导入任何内容` };
  for (const { line, reason } of faults.slice(0, MOST_LISTED)) {
    const name = `第${line}行`;
    msg[name] = msg[name] ? `${msg[name]}；${reason}` : reason;
  }
  return new DomainError('csvRejected', { msg });
}

/** A file that is no table is refused as a whole, a trial too. */
export function readOrRefuse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof CsvDamaged) throw refusal([{ line: error.line, reason: error.reason }]);
    throw error;
  }
}
