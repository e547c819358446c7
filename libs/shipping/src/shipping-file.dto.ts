import { CsvFaultView } from '@app/common';
import type { ShippedFile } from './shipping-file.service';

export class ShippingFileView {
  dry_run: boolean;
  /** 发货的订单 Orders that left. */
  shipped: number;
  /** 无变化 Orders that had left before with just these parcels. */
  unchanged: number;
  /** 未填写 Rows without carrier and number. */
  skipped: number;
  /** In a trial: rows that are wrong. */
  error_count: number;
  /** The first hundred of them. */
  errors: CsvFaultView[];

  static of({ shipped, unchanged, skipped, faults }: ShippedFile, dryRun: boolean): ShippingFileView {
    const errors = CsvFaultView.listOf(faults);
    return { dry_run: dryRun, shipped, unchanged, skipped, error_count: faults.length, errors };
  }
}
