import { beijingTime, yuanOf, type AppConfig } from '@app/common';
import { pictureUrl } from '@app/catalog';
import { OrderAddress, OrderEventView, OrderRow, type OrderLine } from '@app/order';
import { AfterSaleView, RefundView, TransactionView, type Claim } from '@app/payment';
import type { OrderFile } from './order-file.service';
import { ParcelView } from './shipping.dto';

export class OrderFileLine {
  sku_id: number;
  product_id: number;
  name: string;
  /** Empty where the product has one size. */
  spec: string;
  main_img_url: string;
  /** @example 19.99 */
  price: string;
  counts: number;
  /** The line's share of it 分摊运费. */
  freight: string;
  discount: string;
  /** Pieces that came back into stock 已退回库存. */
  returned: number;
  /** 已退款件数 Pieces that refunds own, done or under way: not to be sent any more 不再发出. */
  refunded: number;

  static of(line: OrderLine, { refunded }: Claim, config: AppConfig): OrderFileLine {
    return {
      sku_id: line.skuId,
      product_id: line.productId,
      name: line.name,
      spec: line.spec,
      main_img_url: pictureUrl(config, line.img),
      price: yuanOf(line.priceFen),
      counts: line.count,
      freight: yuanOf(line.freightFen),
      discount: yuanOf(line.discountFen),
      returned: line.returned,
      refunded: refunded.find(({ skuId }) => skuId === line.skuId)?.count ?? 0,
    };
  }
}

/** All that the shop knows of one order. */
export class OrderFileView extends OrderRow {
  shopper_id: number;
  /** The stock policy that it was placed under. */
  policy: string;
  /** goods + freight − discount = total_price. @example 39.98 */
  goods: string;
  freight: string;
  discount: string;
  remark: string | null;
  expire_time: string;
  pay_time: string | null;
  /** timeout, shopper or admin. */
  close_reason: string | null;
  /** 改价后的新订单 The order that took its place at other prices. */
  replaced_by: number | null;
  lines: OrderFileLine[];
  address: OrderAddress;
  payments: TransactionView[];
  refunds: RefundView[];
  parcels: ParcelView[];
  after_sales: AfterSaleView[];
  timeline: OrderEventView[];

  static ofFile({ order, ...file }: OrderFile, config: AppConfig): OrderFileView {
    return {
      ...OrderRow.of(order, config),
      shopper_id: order.shopperId,
      policy: order.policy,
      goods: yuanOf(order.goodsFen),
      freight: yuanOf(order.freightFen),
      discount: yuanOf(order.discountFen),
      remark: order.remark,
      expire_time: beijingTime(order.expiresAt),
      pay_time: order.paidAt && beijingTime(order.paidAt),
      close_reason: order.closeReason,
      replaced_by: file.replacedBy,
      lines: order.lines.map((line) => OrderFileLine.of(line, file.claim, config)),
      address: OrderAddress.of(order.addressSnapshot),
      payments: file.payments.map((payment) => TransactionView.of(payment)),
      refunds: file.refunds.map((refund) => RefundView.of(refund)),
      parcels: file.parcels.map((parcel) => ParcelView.of(parcel)),
      after_sales: file.afterSales.map((sale) => AfterSaleView.of(sale)),
      timeline: file.timeline.map((event) => OrderEventView.of(event)),
    };
  }
}
