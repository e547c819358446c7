import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { restFen } from './owed-sql';

/**
 * Orders that may still be paid, or were paid and not received; refunds under way, or asked for after the
 * sale; money that was never the shop's to keep and that no refund owns.
 */
const IS_OPEN = `
  SELECT EXISTS (SELECT FROM customer_order WHERE shopper_id = $1 AND status IN (1, 2, 3, 4))
      OR EXISTS (SELECT FROM customer_order o JOIN refund r ON r.order_id = o.id
                  WHERE o.shopper_id = $1 AND r.state NOT IN ('success', 'closed'))
      OR EXISTS (SELECT FROM customer_order o JOIN after_sale a ON a.order_id = o.id
                  WHERE o.shopper_id = $1 AND a.is_open)
      OR EXISTS (SELECT FROM customer_order o JOIN money_transaction t ON t.order_id = o.id
                  WHERE o.shopper_id = $1 AND t.disposition IN ('held', 'to_refund', 'disputed')
                    AND ${restFen('t')} > 0) AS open`;

/** Whether the shop and a shopper still owe each other something; the locks on his orders keep the answer true. */
@Injectable()
export class OpenMoneyService {
  async isOpen(tx: EntityManager, shopperId: number): Promise<boolean> {
    const [row] = await named<{ open: boolean }>(tx, 'payment.is_open', IS_OPEN, [shopperId]);
    return row!.open;
  }
}
