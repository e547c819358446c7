import { Clock, CSV_BOM, csvLine, readSheet, yuanOf, type RowFault } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { CsvReport, MAX_ROWS } from './csv-report.dto';
import type { KnownGoods } from './goods-index';
import { planProducts, type ProductPlan } from './product-csv-plan';
import { PRODUCT_COLUMNS, productRowOf, type ProductRowWish } from './product-csv-row';
import * as sql from './product-csv-sql';
import { SkuAdminService } from './sku-admin.service';

const PAGE = 500;
const SHAPE = { columns: PRODUCT_COLUMNS, mostRows: MAX_ROWS };

/** 商品导入导出: rows say how goods shall be, so the same file again changes nothing. */
@Injectable()
export class ProductCsvService {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly skus: SkuAdminService,
  ) {}

  /** All of the file or nothing; a trial only reads. */
  async take(file: Buffer, isTrial: boolean): Promise<CsvReport> {
    const table = await readSheet(file, SHAPE);
    const faults: RowFault[] = [];
    const rows = table.map((row) => productRowOf(row, (reason) => faults.push({ line: row.line, reason })));
    const faulty = new Set(faults.map(({ line }) => line));
    const sound = rows.filter(({ line }) => !faulty.has(line));

    return this.skus.keepingCodesApart(async (tx) => {
      if (!isTrial) await this.hold(tx, sound);
      const plan = planProducts(sound, await this.known(tx, sound));
      const all = [...faults, ...plan.faults].toSorted((a, b) => a.line - b.line);
      const report = CsvReport.of({ dry_run: isTrial, rows: table.length, ...countsOf(plan) }, all);
      if (!isTrial) await this.write(tx, plan);
      return report;
    });
  }

  /** The whole catalogue, page by page as whoever reads it takes it. */
  async *lines(): AsyncGenerator<string> {
    yield CSV_BOM + csvLine(Object.values(PRODUCT_COLUMNS));
    for (let after = 0; ;) {
      const rows = await named<sql.ProductCsvRow>(this.db, 'goods_csv.page', sql.EXPORT_GOODS, [after, PAGE]);
      if (rows.length > 0) yield rows.map(lineOf).join('');
      if (rows.length < PAGE) return;
      after = rows.at(-1)!.skuId;
    }
  }

  private async hold(tx: EntityManager, rows: ProductRowWish[]): Promise<void> {
    await named(tx, 'product_csv.lock', sql.LOCK_NAMED, namesOf(rows).slice(0, 3));
    await named(tx, 'product_csv.hold_categories', sql.HOLD_CATEGORIES, []);
  }

  private async known(tx: EntityManager, rows: ProductRowWish[]): Promise<KnownGoods> {
    const [known] = await named<KnownGoods>(tx, 'product_csv.known', sql.KNOWN_GOODS, namesOf(rows));
    return known!;
  }

  private async write(tx: EntityManager, plan: ProductPlan): Promise<void> {
    const created = [JSON.stringify(plan.newProducts), this.clock.offset];
    await named(tx, 'product_csv.change', sql.CHANGE_PRODUCTS, [JSON.stringify(plan.changedProducts)]);
    await named(tx, 'product_csv.change_skus', sql.CHANGE_SKUS, [JSON.stringify(plan.changedSkus)]);
    await named(tx, 'product_csv.create_skus', sql.CREATE_SKUS, [JSON.stringify(plan.newSkus)]);
    await named(tx, 'product_csv.create', sql.CREATE_PRODUCTS, created);
    await named(tx, 'product_csv.default_skus', sql.SET_DEFAULT_SKUS, [plan.defaultCodes]);
  }
}

function namesOf(rows: ProductRowWish[]): unknown[] {
  return [
    rows.flatMap(({ productId }) => productId ?? []),
    rows.flatMap(({ skuId }) => skuId ?? []),
    rows.flatMap(({ code }) => code ?? []),
    rows.flatMap(({ pictureId }) => pictureId ?? []),
  ];
}

function countsOf({ newProducts, newSkus, changedProducts, changedSkus }: ProductPlan) {
  return {
    created: newProducts.length + newSkus.length,
    changed: changedProducts.length + changedSkus.length,
  };
}

function lineOf(row: sql.ProductCsvRow): string {
  const { skuId, code, productId, name, summary, category, spec, pictureId } = row;
  const offer = [yuanOf(row.priceFen), wordOf(row.onSale)];
  const meant = wordOf(row.isDefault);
  return csvLine([skuId, code, productId, name, summary, category, spec, ...offer, pictureId, meant]);
}

function wordOf(flag: boolean): string {
  return flag ? '是' : '否';
}
