import { beijingTime, FromDigits, IsId, IsShortText, PageQuery, yuanOf, type AppConfig } from '@app/common';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { pictureUrl } from '@app/catalog';
import type { AddressSnapshot, CustomerOrder, OrderSummary } from './order.entity';
import { quoteOf, type Quote, type QuotedLine, type WantedLine } from './order-quote';

const WRONG_LINE = { message: '商品列表参数错误' };
/** Beside it, MAX_COUNT_PER_LINE is the shop's own limit. */
const MAX_COUNT = 1_000_000;

export class OrderLineBody {
  /** @example 1 */
  @IsId(WRONG_LINE.message)
  product_id: number;

  /** Left out, the product's default sku 默认规格; of several sizes without a default one, it has to be named. */
  @IsOptional()
  @IsId(WRONG_LINE.message)
  sku_id?: number;

  /** @example 2 */
  @FromDigits()
  @IsInt(WRONG_LINE)
  @Min(1, WRONG_LINE)
  @Max(MAX_COUNT, WRONG_LINE)
  count: number;
}

export class PlaceOrderBody {
  /** One to a hundred lines; the same product twice is one line. */
  @Type(() => OrderLineBody)
  @ValidateNested({ each: true, ...WRONG_LINE })
  // A line that is itself a list would be looked into for lines, and pass as none.
  @IsObject({ each: true, ...WRONG_LINE })
  @ArrayMaxSize(100, { message: '商品列表最多100项' })
  @ArrayMinSize(1, { message: '商品列表不能为空' })
  @IsArray({ message: '商品列表不能为空' })
  products: OrderLineBody[];

  /** A word for the merchant, 200 characters at most. */
  @IsShortText(200, { optional: true })
  remark?: string;

  static linesOf({ products }: PlaceOrderBody): WantedLine[] {
    return products.map(({ product_id, sku_id, count }) => ({
      productId: product_id,
      skuId: sku_id ?? undefined,
      count,
    }));
  }
}

/** `pass: true`: the order stands and may be paid. */
export class PlacedOrder {
  /** @example true */
  pass: boolean = true;
  order_id: number;
  /** @example 01KA3V9C8Q5ZJ7W2M4XN */
  order_no: string;
  /** @example 2026-01-01 08:30:00 */
  create_time: string;

  static of(order: { id: number; orderNo: string; createdAt: Date }): PlacedOrder {
    return Object.assign(new PlacedOrder(), {
      order_id: order.id,
      order_no: order.orderNo,
      create_time: beijingTime(order.createdAt),
    });
  }
}

export class LineStatus {
  /** The product. */
  id: number;
  haveStock: boolean;
  counts: number;
  /** @example 19.99 */
  price: string;
  name: string;
  /** @example 39.98 */
  totalPrice: string;
  main_img_url: string;
  /** Of a product with several sizes only. */
  sku_id?: number;
  spec?: string;

  static of(line: QuotedLine, config: AppConfig): LineStatus {
    return {
      id: line.productId,
      haveStock: line.haveStock,
      counts: line.count,
      price: yuanOf(line.priceFen),
      name: line.name,
      totalPrice: yuanOf(line.totalFen),
      main_img_url: pictureUrl(config, line.img),
      ...variantOf(line),
    };
  }
}

/** `pass: false`, with HTTP 200: nothing was placed, and these lines say why. */
export class RefusedOrder {
  /** @example false */
  pass: boolean = false;
  /** @example -1 */
  order_id: number = -1;
  /** @example 39.98 */
  orderPrice: string;
  totalCount: number;
  pStatusArray: LineStatus[];

  static of(quote: Quote, config: AppConfig): RefusedOrder {
    return Object.assign(new RefusedOrder(), {
      orderPrice: yuanOf(quote.goodsFen),
      totalCount: quote.totalCount,
      pStatusArray: quote.lines.map((line) => LineStatus.of(line, config)),
    });
  }
}

/** What an order would cost, before it is placed; `pass: false`: lines are short. */
export class QuotedOrder {
  pass: boolean;
  /** The goods alone. @example 39.98 */
  orderPrice: string;
  /** @example 8.00 */
  freight: string;
  /** What would be charged. @example 47.98 */
  totalPrice: string;
  totalCount: number;
  pStatusArray: LineStatus[];

  static of(quote: Quote, freightFen: number, config: AppConfig): QuotedOrder {
    return {
      pass: quote.pass,
      orderPrice: yuanOf(quote.goodsFen),
      freight: yuanOf(freightFen),
      totalPrice: yuanOf(quote.goodsFen + freightFen),
      totalCount: quote.totalCount,
      pStatusArray: quote.lines.map((line) => LineStatus.of(line, config)),
    };
  }
}

export class OrderRow {
  id: number;
  order_no: string;
  /** 1 unpaid, 2 paid, 3 shipped, 4 paid but out of stock, 5 handled, 6 received, 7 closed, 8 refunded. */
  status: number;
  /** @example 39.98 */
  total_price: string;
  total_count: number;
  snap_name: string;
  snap_img: string;
  /** @example 2026-01-01 08:30:00 */
  create_time: string;

  static of(order: OrderSummary, config: AppConfig): OrderRow {
    return {
      id: order.id,
      order_no: order.orderNo,
      status: order.status,
      total_price: yuanOf(order.totalFen),
      total_count: order.totalCount,
      snap_name: order.snapName,
      snap_img: pictureUrl(config, order.snapImg),
      create_time: beijingTime(order.createdAt),
    };
  }
}

export class OrderPage {
  /** @example 1 */
  current_page: number;
  data: OrderRow[];
}

export class OrderAddress {
  name: string;
  mobile: string;
  province: string;
  city: string;
  /** The district. */
  country: string;
  /** The same, as some clients call it. */
  county: string;
  detail: string;

  static of(snapshot: AddressSnapshot): OrderAddress {
    return { ...snapshot, county: snapshot.country };
  }
}

export class OrderDetail extends OrderRow {
  snap_items: LineStatus[];
  snap_address: OrderAddress;
  remark?: string;

  static override of(order: CustomerOrder, config: AppConfig): OrderDetail {
    return {
      ...OrderRow.of(order, config),
      snap_items: quoteOf(order).lines.map((line) => LineStatus.of(line, config)),
      snap_address: OrderAddress.of(order.addressSnapshot),
      ...(order.remark !== null && { remark: order.remark }),
    };
  }
}

function variantOf({ skuId, spec }: QuotedLine): { sku_id?: number; spec?: string } {
  return spec === '' ? {} : { sku_id: skuId, spec };
}

/** `size` is 20 here, and `status` may ask for one status; without it 1 to 4 are shown, which the CMS knows. */
export class OrderPageQuery extends PageQuery {
  override size: number = 20;

  @IsOptional()
  @FromDigits()
  @IsIn([1, 2, 3, 4, 5, 6, 7, 8], { message: 'status必须是1到8' })
  status?: number;
}
