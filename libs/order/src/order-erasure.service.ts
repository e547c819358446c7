import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AddressSnapshot } from './order.entity';

/** Before the shopper's own row, as everybody who settles or refunds an order of his. */
const LOCK_ALL = 'SELECT id FROM customer_order WHERE shopper_id = $1 ORDER BY id FOR NO KEY UPDATE';

const ERASE = 'UPDATE customer_order SET address_snapshot = $2, remark = NULL WHERE shopper_id = $1';

/** Of the same shape, so that whoever reads old orders need not know. */
const NOWHERE: AddressSnapshot = { name: '', mobile: '', province: '', city: '', country: '', detail: '' };

/** 注销, this room's share of it: where his orders went and what he wrote. What they cost stays. */
@Injectable()
export class OrderErasure {
  async lockAll(tx: EntityManager, shopperId: number): Promise<void> {
    await named(tx, 'order.lock_all', LOCK_ALL, [shopperId]);
  }

  async erase(tx: EntityManager, shopperId: number): Promise<void> {
    await named(tx, 'order.erase', ERASE, [shopperId, JSON.stringify(NOWHERE)]);
  }
}
