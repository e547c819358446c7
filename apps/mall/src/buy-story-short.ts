import { shelf, type Goods } from './buy-goods';
import { refundIsDone } from './buy-refunds';
import { becomes, login, pay, place, prepay, type Order } from './buy-steps';
import { need, pass, type Tale } from './buy-tale';

/** Two buyers for the last pieces, in a shop that holds nothing before it is paid: who is second gets his money back. */
export async function tellShort(tale: Tale): Promise<Order[]> {
  const goods = scarcest(await shelf(tale));
  const wish = { goods, count: goods.stock };
  const [fast, slow] = [await login(tale, 'fast'), await login(tale, 'slow')];
  const [first, second] = [await place(tale, fast, wish), await place(tale, slow, wish)];
  const [one, other] = [await prepay(tale, first), await prepay(tale, second)];

  await pay(tale, one);
  await becomes(tale, first, [2, 'paid']);
  await pay(tale, other);
  await becomes(tale, second, [4, 'paid, out of stock: the money is held']);

  const grace = tale.config.SHORT_STOCK_GRACE_SECONDS;
  await pass(tale, grace + 1, 'no goods came in SHORT_STOCK_GRACE_SECONDS');
  await refundIsDone(tale, second);
  await becomes(tale, second, [5, 'handled: the money went back by itself']);
  await becomes(tale, first, [2, 'paid, as it was']);
  return [first, second];
}

function scarcest(goods: Goods[]): Goods {
  const left = goods.filter(({ stock, skus }) => stock > 0 && !skus);
  return need(left.toSorted((a, b) => a.stock - b.stock)[0], 'nothing in stock');
}
