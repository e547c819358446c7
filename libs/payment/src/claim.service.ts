import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { AfterSaleKind, AfterSaleState } from './after-sale-step';
import { CLAIMS } from './claim-sql';
import type { Pieces } from './refund-plan';

/** A request after a sale that has not ended. */
export interface OpenAfterSale {
  id: number;
  kind: AfterSaleKind;
  state: AfterSaleState;
  lines: Pieces[];
}

/** What is not to be sent of an order any more, and what may follow. */
export interface Claim {
  orderId: number;
  /** Of the order's own payment, by refunds that are not closed. */
  refundedFen: number;
  refunded: Pieces[];
  /** Oldest first. */
  afterSales: OpenAfterSale[];
}

/** What refunds and open after-sales claim of orders. */
@Injectable()
export class ClaimService {
  constructor(private readonly db: EntityManager) {}

  /** By order id, one for each. */
  async of(orderIds: number[]): Promise<Map<number, Claim>> {
    if (orderIds.length === 0) return new Map();
    const claims = await named<Claim>(this.db, 'claim.of', CLAIMS, [orderIds]);
    return new Map(claims.map((claim) => [claim.orderId, claim]));
  }
}
