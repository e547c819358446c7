import { actorOf, Caller, Super, type CallerIdentity } from '@app/auth';
import { CsvQuery, TakesSheet, Uploaded } from '@app/common';
import { Controller, Get, HttpCode, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import { CsvReport } from './csv-report.dto';
import { ProductCsvService } from './product-csv.service';
import { StockCsvService } from './stock-csv.service';

const MAX_BYTES = 2 * 1024 * 1024;
const CSV = 'text/csv';
const TEXT = { schema: { type: 'string' } } as const;

@ApiTags('product')
@Controller('admin')
@Super()
export class CsvController {
  constructor(
    private readonly products: ProductCsvService,
    private readonly stock: StockCsvService,
  ) {}

  /**
   * 导入商品 The body is the file, or a form with it: UTF-8, UTF-16 or GBK, 2 MB and 5000 rows at most, a row a sku, columns as in
   * `GET admin/product.csv`. A row is found by 规格ID, else by 编码; what has neither yet is made. Columns that are
   * left out stay as they are. 默认规格 is 是 on one row of a product at most; a new product without it has its first
   * sku as the default one. All or nothing; the same file again changes nothing 重复导入不会有变化.
   */
  @Post('product/csv')
  @HttpCode(200)
  @TakesSheet()
  takeProducts(@Query() { dry_run }: CsvQuery, @Uploaded(MAX_BYTES) file: Buffer): Promise<CsvReport> {
    return this.products.take(file, dry_run);
  }

  /**
   * 导入库存 The body is the file, columns as in `GET admin/stock.csv`: 变动数量 is relative, 单号 the paper it is done
   * by. One paper moves a sku once, so the same file again changes nothing; rows without a number are passed over.
   */
  @Post('stock/csv')
  @HttpCode(200)
  @TakesSheet()
  takeStock(
    @Caller() admin: CallerIdentity,
    @Query() { dry_run }: CsvQuery,
    @Uploaded(MAX_BYTES) file: Buffer,
  ): Promise<CsvReport> {
    return this.stock.take(file, dry_run, actorOf(admin));
  }

  /** 导出商品 Opens in a spreadsheet as it is, and can be imported again. */
  @Get('product.csv')
  @ApiProduces(CSV)
  @ApiOkResponse(TEXT)
  giveProducts(): StreamableFile {
    return fileOf('products', this.products.lines());
  }

  /** 导出库存 The counters of every sku; fill in the last columns and import it. */
  @Get('stock.csv')
  @ApiProduces(CSV)
  @ApiOkResponse(TEXT)
  giveStock(): StreamableFile {
    return fileOf('stock', this.stock.lines());
  }
}

function fileOf(name: string, lines: AsyncGenerator<string>): StreamableFile {
  const disposition = `attachment; filename="${name}.csv"`;
  return new StreamableFile(Readable.from(lines, { objectMode: false }), {
    type: 'text/csv; charset=utf-8',
    disposition,
  });
}
