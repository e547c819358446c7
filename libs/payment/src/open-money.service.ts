import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/**
 * Orders that may still be paid, or were paid and not received; refunds under way, or asked for after the
 * sale; money that was never the shop's to keep and is not yet all back.
 */
const IS_OPEN = `
  SELECT EXISTS (SELECT FROM customer_order WHERE shopper_id = $1 AND status IN (1, 2, 3, 4))
      OR EXISTS (SELECT FROM customer_order o JOIN refund r ON r.order_id = o.id
                  WHERE o.shopper_id = $1 AND r.state NOT IN ('success', 'closed'))
      OR EXISTS (SELECT FROM customer_order o JOIN after_sale a ON a.order_id = o.id
                  WHERE o.shopper_id = $1 AND a.is_open)
      OR EXISTS (SELECT FROM customer_order o JOIN money_transaction t ON t.order_id = o.id
                  WHERE o.shopper_id = $1 AND t.disposition IN ('held', 'to_refund', 'disputed')
                    AND t.fen > (SELECT COALESCE(sum(r.fen), 0) FROM refund r
                                  WHERE r.money_transaction_id = t.id AND r.state = 'success')) AS open`;

/** Whether the shop and a shopper still owe each other something; the locks on his orders keep the answer true. */
@Injectable()
export class OpenMoneyService {
  async isOpen(tx: EntityManager, shopperId: number): Promise<boolean> {
    const [row] = await named<{ open: boolean }>(tx, 'payment.is_open', IS_OPEN, [shopperId]);
    return row!.open;
  }
}
