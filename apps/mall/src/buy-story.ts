import { choose } from './buy-goods';
import { becomes, login, pay, place, prepay, type Order } from './buy-steps';
import type { Tale } from './buy-tale';

/** One purchase as the mini-program makes it; every step must answer as it should. */
export async function buy(tale: Tale): Promise<[Order]> {
  const buyer = await login(tale, 'buyer');
  const goods = await choose(tale, ({ stock, skus }) => stock >= 2 && !skus);
  const order = await place(tale, buyer, { goods, count: 2 });
  await pay(tale, await prepay(tale, order));
  await becomes(tale, order, [2, 'paid']);
  return [order];
}
