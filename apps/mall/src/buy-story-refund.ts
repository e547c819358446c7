import { stockOf } from './buy-goods';
import { refund, refundIsDone } from './buy-refunds';
import { becomes, loginAdmin, type Order } from './buy-steps';
import { buy } from './buy-story';
import { need, type Tale } from './buy-tale';

/** Bought, and given back as a whole: the money to the buyer, the goods into stock. */
export async function tellRefund(tale: Tale): Promise<Order[]> {
  const [order] = await buy(tale);
  const left = await stockOf(tale, order.goods);
  const admin = await loginAdmin(tale);

  await refund(tale, { ...order, admin });
  await refundIsDone(tale, order);
  await becomes(tale, order, [8, 'refunded in full']);

  const now = await stockOf(tale, order.goods);
  need(now === left + 2, `two pieces should be back, and of ${left} there are ${now}`);
  tale.step('goods', `are back: ${now} for sale`);
  return [order];
}
