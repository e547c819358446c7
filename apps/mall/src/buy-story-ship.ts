import { put } from './buy-http';
import { becomes, loginAdmin, type Order } from './buy-steps';
import { buy } from './buy-story';
import type { Tale } from './buy-tale';

/** Bought and sent. */
export async function tellShip(tale: Tale): Promise<Order[]> {
  const [order] = await buy(tale);
  const admin = await loginAdmin(tale);

  await put(`${tale.api}/order/delivery`, { id: order.id }, { ...admin });
  tale.step('ship', `the merchant sends ${order.no}`);
  await becomes(tale, order, [3, 'shipped']);
  return [order];
}
