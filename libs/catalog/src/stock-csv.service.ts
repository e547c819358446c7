import { CSV_BOM, csvLine, idOf, readSheet, type TableRow } from '@app/common';
import { inTransaction, named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { CsvReport, MAX_ROWS } from './csv-report.dto';
import { EXPORT_GOODS, type ProductCsvRow } from './product-csv-sql';
import { OPEN_COUNTERS } from './stock-change';
import { StockAdminService } from './stock-admin.service';
import { planStock, STOCK_COLUMNS, type KnownRef, type KnownStock, type StockColumn } from './stock-csv-plan';

const PAGE = 500;
const SHAPE = { columns: STOCK_COLUMNS, mostRows: MAX_ROWS };

const SKUS = `
  select sku.id, sku.code, coalesce(stock, 0) as stock, coalesce(stocked, 0) as stocked
  from sku join product on product.id = sku.product_id left join sku_stock on sku_stock.sku_id = sku.id
  where deleted_at is null and (sku.id = any($1::int4[]) or sku.code = any($2::text[]))`;

/** After this nobody sells or books until the file is taken: what the plan reads then is what it finds. */
const LOCK = 'select from sku_stock where sku_id = any($1::int4[]) order by sku_id for no key update';

const REFS = `
  select sku_id as "skuId", ref, kind, count from stock_ledger
  where ref = any($1::text[]) and sku_id = any($2::int4[])`;

/** 库存导入导出: rows are movements, each with the paper it is done by, so the same file again moves nothing. */
@Injectable()
export class StockCsvService {
  constructor(
    private readonly db: EntityManager,
    private readonly stock: StockAdminService,
  ) {}

  /** All of the file or nothing; a trial only reads. */
  async take(file: Buffer, isTrial: boolean, actor: string): Promise<CsvReport> {
    const rows = await readSheet(file, SHAPE);
    return inTransaction(this.db, async (tx) => {
      const known = await this.known(tx, rows, !isTrial);
      const { changes, faults } = planStock(rows, known);
      const done = { dry_run: isTrial, rows: rows.length, created: 0, changed: changes.length };
      const report = CsvReport.of(done, faults);
      if (!isTrial) await this.stock.changeAll(tx, changes, actor);
      return report;
    });
  }

  /** All counters, page by page; the last columns are for whoever fills the file in. */
  async *lines(): AsyncGenerator<string> {
    yield CSV_BOM + csvLine(Object.values(STOCK_COLUMNS));
    for (let after = 0; ;) {
      const rows = await named<ProductCsvRow>(this.db, 'goods_csv.page', EXPORT_GOODS, [after, PAGE]);
      if (rows.length > 0) yield rows.map(lineOf).join('');
      if (rows.length < PAGE) return;
      after = rows.at(-1)!.skuId;
    }
  }

  private async known(
    tx: EntityManager,
    rows: TableRow<StockColumn>[],
    isLocked: boolean,
  ): Promise<{ skus: KnownStock[]; refs: KnownRef[] }> {
    const ids = rows.flatMap(({ cells }) => idOf(cells.sku_id ?? '') ?? []);
    const codes = rows.flatMap(({ cells }) => cells.code || []);
    const found = await named<KnownStock>(tx, 'stock_csv.skus', SKUS, [ids, codes]);
    const skuIds = found.map(({ id }) => id);
    if (isLocked) await named(tx, 'stock_admin.open', OPEN_COUNTERS, [skuIds]);
    if (isLocked) await named(tx, 'stock_csv.lock', LOCK, [skuIds]);
    const skus = isLocked ? await named<KnownStock>(tx, 'stock_csv.skus', SKUS, [ids, codes]) : found;
    const papers = rows.flatMap(({ cells }) => cells.ref || []);
    return { skus, refs: await named<KnownRef>(tx, 'stock_csv.refs', REFS, [papers, skuIds]) };
  }
}

function lineOf(row: ProductCsvRow): string {
  const { skuId, code, name, spec, stock, reserved, sold } = row;
  return csvLine([skuId, code, name, spec, stock, reserved, sold, '', '', '', '']);
}
