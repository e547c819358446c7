import type { StockPolicy } from '@app/common';
import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn, type Relation } from 'typeorm';
import type { OrderEventReason } from './order-life.service';
import type { OrderStatus } from './order-status';

export type CloseReason = 'timeout' | 'shopper' | 'admin';

/** The address as it was when the order was placed. */
export interface AddressSnapshot {
  name: string;
  mobile: string;
  province: string;
  city: string;
  /** The district, WeChat's countyName. */
  country: string;
  detail: string;
}

/** What a list shows of an order. */
export type OrderSummary = Pick<
  CustomerOrder,
  'id' | 'orderNo' | 'status' | 'totalFen' | 'totalCount' | 'snapName' | 'snapImg' | 'createdAt'
>;

@Entity('customer_order')
export class CustomerOrder {
  @PrimaryColumn('int4')
  id: number;

  /** WeChat's out_trade_no for the whole life of the order. */
  @Column('text', { name: 'order_no' })
  orderNo: string;

  @Column('int4', { name: 'shopper_id' })
  shopperId: number;

  @Column('int2')
  status: OrderStatus;

  /** The policy it was placed under: settle and close obey this, not today's setting. */
  @Column('text')
  policy: StockPolicy;

  @Column('int8', { name: 'goods_fen' })
  goodsFen: number;

  @Column('int8', { name: 'freight_fen' })
  freightFen: number;

  @Column('int8', { name: 'discount_fen' })
  discountFen: number;

  /** What WeChat charges. */
  @Column('int8', { name: 'total_fen' })
  totalFen: number;

  @Column('int4', { name: 'total_count' })
  totalCount: number;

  @Column('text', { name: 'snap_name' })
  snapName: string;

  /** Path below IMAGE_URL. */
  @Column('text', { name: 'snap_img' })
  snapImg: string;

  @Column('jsonb', { name: 'address_snapshot' })
  addressSnapshot: AddressSnapshot;

  @Column('text', { nullable: true })
  remark: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  /** Set once and for ever: from then on the order is never payable again. */
  @Column('timestamptz', { name: 'closing_at', nullable: true })
  closingAt: Date | null;

  @Column('text', { name: 'close_reason', nullable: true })
  closeReason: CloseReason | null;

  @Column('timestamptz', { name: 'paid_at', nullable: true })
  paidAt: Date | null;

  @OneToMany(() => OrderLine, (line) => line.order)
  lines: Relation<OrderLine>[];
}

/** What was sold, as it was named, pictured and priced then. */
@Entity('order_line')
export class OrderLine {
  @PrimaryColumn('int4', { name: 'order_id' })
  orderId: number;

  @PrimaryColumn('int4', { name: 'sku_id' })
  skuId: number;

  @Column('int4', { name: 'product_id' })
  productId: number;

  @Column('int2')
  position: number;

  @Column('text')
  name: string;

  @Column('text')
  spec: string;

  @Column('text')
  img: string;

  @Column('int8', { name: 'price_fen' })
  priceFen: number;

  @Column('int4')
  count: number;

  /** This line's share of the order's freight, and below of its discount. */
  @Column('int8', { name: 'freight_fen' })
  freightFen: number;

  @Column('int8', { name: 'discount_fen' })
  discountFen: number;

  @Column('int4')
  returned: number;

  @ManyToOne(() => CustomerOrder, (order) => order.lines)
  @JoinColumn({ name: 'order_id' })
  order: Relation<CustomerOrder>;
}

/** The timeline; rows are only ever added. */
@Entity('order_event')
export class OrderEvent {
  @PrimaryColumn('int8')
  id: number;

  @Column('int4', { name: 'order_id' })
  orderId: number;

  /** Null for the first event. */
  @Column('int2', { name: 'from_status', nullable: true })
  fromStatus: OrderStatus | null;

  @Column('int2', { name: 'to_status' })
  toStatus: OrderStatus;

  /** `shopper:ID`, `admin:ID`, `wechat` or `system`. */
  @Column('text')
  actor: string;

  @Column('text')
  reason: OrderEventReason;

  @Column('int8', { name: 'cause_id', nullable: true })
  causeId: number | null;

  @Column('timestamptz')
  at: Date;
}

export const orderEntities = [CustomerOrder, OrderLine, OrderEvent];
