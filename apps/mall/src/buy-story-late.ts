import { choose, stockOf } from './buy-goods';
import { post } from './buy-http';
import { refundIsDone } from './buy-refunds';
import { becomes, login, pay, place, prepay, type Order } from './buy-steps';
import { need, pass, type Tale } from './buy-tale';

/** Cancelled, closed at WeChat, and paid all the same: the order stays closed, and the money goes back by itself. */
export async function tellLate(tale: Tale): Promise<Order[]> {
  const buyer = await login(tale, 'buyer');
  const goods = await choose(tale, ({ stock, skus }) => stock >= 2 && !skus);
  const order = await place(tale, buyer, { goods, count: 2 });
  const prepaid = await prepay(tale, order);

  await post(`${tale.api}/order/${order.id}/cancel`, {}, { ...buyer });
  tale.step('cancel', `${order.no} begins to close: its goods stay held until WeChat is sure`);
  await pass(tale, 301, 'WeChat lets an order be closed five minutes after it was asked for it');
  await becomes(tale, order, [7, 'closed']);

  await pay(tale, prepaid, { late: true });
  await refundIsDone(tale, order);
  await becomes(tale, order, [7, 'still closed: nobody’s money reopens an order']);

  const now = await stockOf(tale, goods);
  need(now === goods.stock, `all ${goods.stock} pieces should be for sale, and there are ${now}`);
  tale.step('goods', `are free: ${now} for sale`);
  return [order];
}
