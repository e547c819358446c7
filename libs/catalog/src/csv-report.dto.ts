import { CsvFaultView, csvRefusal, type RowFault } from '@app/common';

export const MAX_ROWS = 5000;

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
    if (faults.length > 0 && !done.dry_run) throw csvRefusal(faults);
    return { ...done, error_count: faults.length, errors: CsvFaultView.listOf(faults) };
  }
}
