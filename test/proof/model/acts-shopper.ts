import type { Answer } from '../../given/client';
import type { CommandOf } from './command';
import { newOrder, type Order } from './model';
import { Contradiction, pick, taken, type Walk } from './walk';

/** What shoppers do in the mini-program, short of paying. */
export const shopperActs = {
  async login(walk: Walk, { shopper }: CommandOf<'login'>) {
    const phone = await walk.phone(shopper);
    if (phone) await walk.login(phone.shopper);
  },

  async place(walk: Walk, command: CommandOf<'place'>) {
    const { model } = walk;
    const lines = linesOf(walk, command);
    const { answer, shopper } = (await requestPlace(walk, command)) ?? {};
    if (!answer || !shopper || !taken(answer) || !answer.body.pass) return;
    const { order_id: id, order_no: no } = answer.body;
    if (model.orders.some((order) => order.id === id)) return;
    const { freightFen } = walk.stage.world;
    model.orders.push(newOrder({ id, no, shopper, lines, freightFen, placedAt: model.now }));
  },

  async prepay(walk: Walk, command: CommandOf<'prepay'>) {
    const order = orderToPay(walk, command.order);
    const wasCancelled = order?.isCancelled;
    const answer = await requestPrepay(walk, command);
    if (!order || !answer || !taken(answer) || !answer.body.package) return;
    if (wasCancelled) throw new Contradiction(`order ${order.id} is closing, and may be paid`);
    order.prepayId = answer.body.package.replace('prepay_id=', '');
  },

  async confirm(walk: Walk, { order: n }: CommandOf<'confirm'>) {
    const order = pick(paidOrders(walk), n % 90);
    if (order) taken(await walk.phoneOf(order).post('/pay/confirm', { id: order.id }));
  },

  async cancel(walk: Walk, command: CommandOf<'cancel'>) {
    const order = orderToCancel(walk, command.order);
    const answer = await requestCancel(walk, command);
    if (order && answer && taken(answer)) order.isCancelled = true;
  },

  async receive(walk: Walk, { order: n }: CommandOf<'receive'>) {
    const { orders } = walk.model;
    const shipped = orders.filter(({ isShipped }) => isShipped);
    const order = pick(shipped, n, orders);
    if (order) taken(await walk.phoneOf(order).post(`/order/${order.id}/received`));
  },

  async erase(walk: Walk, { shopper: index, by }: CommandOf<'erase'>) {
    const phone = await walk.phone(index);
    if (!phone) return;
    const { shopper, client } = phone;
    const order = walk.model.orders.find((one) => one.shopper === shopper);
    const answer =
      by === 'admin' && order
        ? await walk.admin.post(`/admin/shopper/${(await walk.file(order.id)).shopper_id}/erase`)
        : await client.post('/user/erase');
    if (taken(answer)) shopper.isErased = true;
  },
};

/** Requests that may be cut off by a shop that ends, and are made again. */
export async function requestPlace(walk: Walk, command: CommandOf<'place'>) {
  const phone = await walk.phone(command.shopper);
  if (!phone) return undefined;
  const products = linesOf(walk, command).map(({ sku, count, productId }) => ({
    product_id: productId,
    sku_id: sku,
    count,
  }));
  const answer = await phone.client.post('/order', { products }, walk.keyOf(command));
  return { answer, shopper: phone.shopper };
}

export async function requestPrepay(
  walk: Walk,
  { order: n }: CommandOf<'prepay'>,
): Promise<Answer | undefined> {
  const order = orderToPay(walk, n);
  return order && walk.phoneOf(order).post('/pay/pre_order', { id: order.id });
}

export async function requestCancel(
  walk: Walk,
  { order: n, by }: CommandOf<'cancel'>,
): Promise<Answer | undefined> {
  const order = orderToCancel(walk, n);
  if (!order) return undefined;
  return by === 'admin'
    ? walk.admin.post(`/admin/order/${order.id}/close`)
    : walk.phoneOf(order).post(`/order/${order.id}/cancel`);
}

export function paidOrders({ model }: Walk): Order[] {
  return model.orders.filter(({ payments }) => payments.some(({ isRight }) => isRight));
}

function orderToPay({ model: { orders } }: Walk, n: number): Order | undefined {
  const open = orders.filter(({ payments, isCancelled }) => payments.length === 0 && !isCancelled);
  return pick(open, n, orders);
}

function orderToCancel({ model: { orders } }: Walk, n: number): Order | undefined {
  const open = orders.filter(({ payments, isCancelled }) => payments.length === 0 && !isCancelled);
  return pick(open, n, orders);
}

/** The same sku twice is one line. */
function linesOf({ model: { skus } }: Walk, { lines }: CommandOf<'place'>) {
  const counts = new Map<number, number>();
  for (const { sku, count } of lines) counts.set(sku, (counts.get(sku) ?? 0) + count);
  return [...counts].map(([index, count]) => {
    const { id, productId, priceFen } = skus[index]!;
    return { sku: id, productId, count, priceFen };
  });
}
