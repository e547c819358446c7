import { OrderHistoryService, ReplacementService, type CustomerOrder, type OrderEvent } from '@app/order';
import {
  AfterSaleListService,
  ClaimService,
  RefundListService,
  TransactionService,
  type AfterSaleListed,
  type Claim,
  type MoneyTransaction,
  type RefundListed,
} from '@app/payment';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { ShippingListService, type ParcelListed } from './shipping-list.service';

/** All that the shop knows of one order. */
export interface OrderFile {
  order: CustomerOrder;
  timeline: OrderEvent[];
  payments: MoneyTransaction[];
  refunds: RefundListed[];
  afterSales: AfterSaleListed[];
  parcels: ParcelListed[];
  replacedBy: number | null;
  claim: Claim;
}

/** 订单档案: gathered here, where goods that left are known too. */
@Injectable()
export class OrderFileService {
  constructor(
    private readonly db: EntityManager,
    private readonly replacements: ReplacementService,
    private readonly history: OrderHistoryService,
    private readonly transactions: TransactionService,
    private readonly refunds: RefundListService,
    private readonly afterSales: AfterSaleListService,
    private readonly shipments: ShippingListService,
    private readonly claims: ClaimService,
  ) {}

  async of(orderId: number): Promise<OrderFile> {
    const order = await this.history.one(orderId);
    const [timeline, payments, refunds, afterSales, parcels, replacedBy, claims] = await Promise.all([
      this.history.timeline(orderId),
      this.transactions.ofOrder(orderId),
      this.refunds.ofOrder(orderId),
      this.afterSales.ofAnyOrder(orderId),
      this.shipments.parcels(orderId),
      this.replacements.placedFor(this.db, orderId),
      this.claims.of([orderId]),
    ]);
    return {
      order,
      timeline,
      payments,
      refunds,
      afterSales,
      parcels,
      replacedBy,
      claim: claims.get(orderId)!,
    };
  }
}
