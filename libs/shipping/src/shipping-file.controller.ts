import { actorOf, Caller, Super, type CallerIdentity } from '@app/auth';
import { CsvQuery, TakesSheet, Uploaded } from '@app/common';
import { Controller, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ShippingFileView } from './shipping-file.dto';
import { ShippingFileService } from './shipping-file.service';

/** A thousand rows of an exported list, with addresses and goods. */
const FILE_LIMIT = 1024 * 1024;

@ApiTags('shipping')
@Controller('admin')
@Super()
export class ShippingFileController {
  constructor(private readonly files: ShippingFileService) {}

  /**
   * 批量发货 Ships by a file with the columns 订单号, 快递公司, 快递单号: all of its rows, or none, and then each bad one by its
   * line. The same file again changes nothing; an order that leaves in parts is complete after it. `admin/order.csv` is
   * such a file, to be filled in.
   */
  @Post('shipping/csv')
  @HttpCode(200)
  @TakesSheet()
  async ship(
    @Caller() admin: CallerIdentity,
    @Query() { dry_run }: CsvQuery,
    @Uploaded(FILE_LIMIT) file: Buffer,
  ): Promise<ShippingFileView> {
    const actor = actorOf(admin);
    if (dry_run) return ShippingFileView.of(await this.files.rehearse(file, actor), true);
    return ShippingFileView.of(await this.files.ship(file, actor), false);
  }
}
