import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** A request must keep a reason, and one that was refused its refusal. */
const ERASE = `
  UPDATE after_sale SET reason = '-', refusal = CASE WHEN refusal IS NOT NULL THEN '-' END, carrier = NULL, tracking_no = NULL
   WHERE shopper_id = $1`;

/** 注销, this room's share of it: what was written about requests after a sale, all of which are over. */
@Injectable()
export class AfterSaleErasure {
  async erase(tx: EntityManager, shopperId: number): Promise<void> {
    await named(tx, 'after_sale.erase', ERASE, [shopperId]);
  }
}
