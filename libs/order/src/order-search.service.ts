import type { Place } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { searchSql, SELDOM, type OrderSearch, type ProductSales } from './order-search';
import type { OrderStatus } from './order-status';
import type { AddressSnapshot, OrderSummary } from './order.entity';

/** An order as the merchant's list shows it. */
export interface OrderFound extends OrderSummary, Place {
  shopperId: number;
  freightFen: number;
  address: AddressSnapshot;
  paidAt: Date | null;
}

/** One that is to leave. */
export interface OrderToShip extends Place {
  orderNo: string;
  status: OrderStatus;
  totalFen: number;
  address: AddressSnapshot;
  remark: string | null;
  createdAt: Date;
  lines: { skuId: number; name: string; spec: string; count: number }[];
}

const PLACE = 'o.id, (extract(epoch FROM o.created_at) * 1000000)::int8 AS micros';

const FOUND = `${PLACE}, o.order_no AS "orderNo", o.status, o.total_fen AS "totalFen", o.total_count AS "totalCount",
  o.snap_name AS "snapName", o.snap_img AS "snapImg", o.created_at AS "createdAt", o.shopper_id AS "shopperId",
  o.freight_fen AS "freightFen", o.address_snapshot AS address, o.paid_at AS "paidAt"`;

const TO_SHIP = `${PLACE}, o.order_no AS "orderNo", o.status, o.total_fen AS "totalFen", o.address_snapshot AS address, o.remark,
  o.created_at AS "createdAt",
  (SELECT json_agg(json_build_object('skuId', l.sku_id, 'name', l.name, 'spec', l.spec, 'count', l.count)
                   ORDER BY l.position)
     FROM order_line l WHERE l.order_id = o.id) AS lines`;

const SALES = `
  SELECT (SELECT count(*) <= ${SELDOM} FROM (SELECT FROM order_line WHERE product_id = $1 LIMIT ${SELDOM} + 1) few)
           AS "isSeldom",
         (SELECT (extract(epoch FROM o.created_at) * 1000000)::int8 FROM order_line l
            JOIN customer_order o ON o.id = l.order_id
           WHERE l.product_id = $1 ORDER BY l.order_id DESC LIMIT 1) AS "newestMicros"`;

/** Rows that a stream reads at once. */
const AT_ONCE = 500;

/** 查单: the newest first, page by page, never by counting over what was seen. */
@Injectable()
export class OrderSearchService {
  constructor(private readonly db: EntityManager) {}

  async page(search: OrderSearch, size: number): Promise<{ orders: OrderFound[]; hasMore: boolean }> {
    const rows = await this.rows<OrderFound>(FOUND, search, size + 1);
    return { orders: rows.slice(0, size), hasMore: rows.length > size };
  }

  /** All that is found, however much it is, a part at a time. */
  async *toShip(search: OrderSearch): AsyncGenerator<OrderToShip[]> {
    for (let after = search.after; ;) {
      const rows = await this.rows<OrderToShip>(TO_SHIP, { ...search, after }, AT_ONCE);
      yield rows;
      if (rows.length < AT_ONCE) return;
      after = rows.at(-1);
    }
  }

  /** Never by a name: what is good for one search's values is not for another's, and PostgreSQL looks at them. */
  private async rows<Row>(columns: string, search: OrderSearch, limit: number): Promise<Row[]> {
    const { sql, params } = searchSql(search, limit, await this.salesOf(search));
    return this.db.query<Row[]>(
      `SELECT ${columns} FROM (${sql}) found JOIN customer_order o ON o.id = found.id
        ORDER BY found.created_at DESC, found.id DESC`,
      params,
    );
  }

  private async salesOf({ productId }: OrderSearch): Promise<ProductSales | undefined> {
    if (productId === undefined) return undefined;
    const [sales] = await named<ProductSales>(this.db, 'order.product_sales', SALES, [productId]);
    return sales;
  }
}
