import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { ShippedFile } from './shipping-file.service';

export class ShippingFileQuery {
  /** `true`: 试运行, everything is looked at and nothing is shipped. */
  @ApiProperty({ enum: ['true', 'false'], required: false })
  @IsOptional()
  @IsIn(['true', 'false'], { message: 'dry_run必须是true或false' })
  dry_run?: string;
}

export class RowFaultView {
  /** 行号 Counted from 1, the heads too. */
  line: number;
  /** 原因. @example 订单号不存在 */
  reason: string;
}

export class ShippingFileView {
  dry_run: boolean;
  /** 发货的订单 Orders that left. */
  shipped: number;
  /** 无变化 Orders that had left before with just these parcels. */
  unchanged: number;
  /** 未填写 Rows without carrier and number. */
  skipped: number;
  /** In a dry run: why the file would be refused. */
  errors: RowFaultView[];

  static of({ shipped, unchanged, skipped, faults }: ShippedFile, dryRun: boolean): ShippingFileView {
    return { dry_run: dryRun, shipped, unchanged, skipped, errors: faults };
  }
}
