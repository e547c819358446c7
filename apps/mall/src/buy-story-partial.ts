import { choose, stockOf } from './buy-goods';
import { refund, refundIsDone } from './buy-refunds';
import { becomes, login, loginAdmin, pay, place, prepay, type Order } from './buy-steps';
import { need, pass, type Tale } from './buy-tale';

/** One piece of two goes back and the order stays paid; then the other one, and it is over. */
export async function tellPartial(tale: Tale): Promise<Order[]> {
  const buyer = await login(tale, 'buyer');
  const goods = await choose(tale, ({ skus }) => skus?.some(({ stock }) => stock >= 2));
  const sku = need(
    goods.skus?.find(({ stock }) => stock >= 2),
    'no size has two pieces',
  );
  const order = await place(tale, buyer, { goods, sku, count: 2 });
  await pay(tale, await prepay(tale, order));
  await becomes(tale, order, [2, 'paid']);
  const left = await stockOf(tale, goods, sku);
  const admin = await loginAdmin(tale);

  await refund(tale, { ...order, admin }, { lines: [{ sku_id: sku.id, count: 1 }] });
  await refundIsDone(tale, order, 1);
  await becomes(tale, order, [2, 'still paid, for the other piece']);

  await refund(tale, { ...order, admin });
  await pass(tale, 61, 'WeChat takes one refund a minute of an order');
  await refundIsDone(tale, order, 2);
  await becomes(tale, order, [8, 'refunded in full']);

  const now = await stockOf(tale, goods, sku);
  need(now === left + 2, `two pieces should be back, and of ${left} there are ${now}`);
  tale.step('goods', `are back: ${now} for sale`);
  return [order];
}
