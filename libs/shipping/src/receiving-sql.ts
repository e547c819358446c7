/** Whose order it is; money that was late or wrong is nobody's receipt. */
export const ORDER_OF_TRANSACTION = `
  SELECT order_id AS "orderId" FROM money_transaction WHERE transaction_id = $1 AND disposition = 'fulfilled'`;

/** Orders that left long ago and of which nobody said that they arrived. */
export const LOCK_LONG_SHIPPED = `
  SELECT id FROM customer_order
   WHERE status = 3 AND shipped_at <= now() + $1::interval - make_interval(days => $2)
   ORDER BY shipped_at LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED`;
