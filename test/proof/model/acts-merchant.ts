import type { Answer } from '../../given/client';
import { paidOrders } from './acts-shopper';
import { countingFen, sumOf } from './acts-refund';
import type { CommandOf } from './command';
import type { Order } from './model';
import { Contradiction, pick, taken, type Walk } from './walk';
import { yuan } from './stage';

/** What the merchant does with orders and goods. */
export const merchantActs = {
  async ship(walk: Walk, command: CommandOf<'ship'>) {
    const order = orderToShip(walk, command);
    if (!order) return;
    const isGivenBack = await isWholeRefundOpen(walk, order);
    const answer = await requestShip(walk, command);
    if (!answer || !taken(answer)) return;
    order.isShipped = true;
    if (isGivenBack && !walk.isRacing)
      throw new Contradiction(`order ${order.id} is shipped while all its money goes back`);
  },

  async reship(walk: Walk, { order: n }: CommandOf<'reship'>) {
    const shipped = walk.model.orders.filter(({ isShipped }) => isShipped);
    const order = pick(shipped, n, walk.model.orders);
    if (order)
      taken(
        await walk.admin.post(`/admin/order/${order.id}/reship`, { parcels: [parcel(order, walk.step)] }),
      );
  },

  async giveStock(walk: Walk, { order: n }: CommandOf<'giveStock'>) {
    const order = pick(unshipped(walk), n, walk.model.orders);
    if (!order) return;
    const isGivenBack = await isWholeRefundOpen(walk, order);
    const isGiven = taken(await walk.admin.post(`/admin/order/${order.id}/give_stock`));
    if (isGiven && isGivenBack && !walk.isRacing)
      throw new Contradiction(`order ${order.id} gets its goods while all its money goes back`);
  },

  async receiveAtWeChat(walk: Walk, { order: n }: CommandOf<'receiveAtWeChat'>) {
    const order = pick(
      walk.model.orders.filter(({ isShipped }) => isShipped),
      n % 90,
    );
    if (order) await walk.simulator.post('/sim/receive', { out_trade_no: order.no });
  },

  async replace(walk: Walk, { order: n, priceFen }: CommandOf<'replace'>) {
    const { orders } = walk.model;
    const open = orders.filter(({ payments, isCancelled }) => payments.length === 0 && !isCancelled);
    const order = pick(open, n, orders);
    if (!order) return;
    const { sku } = order.lines[0]!;
    const answer = await walk.admin.post(`/admin/order/${order.id}/replace`, {
      lines: [{ sku_id: sku, price: yuan(priceFen) }],
    });
    if (!taken(answer)) return;
    order.isCancelled = true;
    order.replacement = { prices: new Map([[sku, priceFen]]), placed: false };
    if (answer.body.order_id !== null) await walk.adopt(order, answer.body.order_id);
  },

  async stock(walk: Walk, command: CommandOf<'stock'>) {
    const { sku: index, count } = command;
    if (count === 0) return;
    const sku = walk.model.skus[index]!;
    const change = { kind: count > 0 ? 'IN' : 'ADJUST', count, reason: '盘点' };
    if (taken(await walk.admin.post(`/admin/sku/${sku.id}/stock`, change, walk.keyOf(command))))
      sku.stocked += count;
  },

  async price(walk: Walk, { sku: index, priceFen }: CommandOf<'price'>) {
    const sku = walk.model.skus[index]!;
    if (taken(await walk.admin.put(`/admin/sku/${sku.id}`, { price: yuan(priceFen) })))
      sku.priceFen = priceFen;
  },

  /** A size is taken out of its product, or the product with its only size. */
  async onSale(walk: Walk, { sku: index, on }: CommandOf<'onSale'>) {
    const { id, productId } = walk.model.skus[index]!;
    const isSize = walk.model.skus.filter((sku) => sku.productId === productId).length > 1;
    const path = isSize
      ? `/admin/sku/${id}/${on ? 'enable' : 'disable'}`
      : `/admin/product/${productId}/${on ? 'on_sale' : 'off_sale'}`;
    taken(await walk.admin.post(path));
  },
};

export async function requestShip(walk: Walk, command: CommandOf<'ship'>): Promise<Answer | undefined> {
  const order = orderToShip(walk, command);
  if (!order) return undefined;
  if (command.how === 'bare') return walk.admin.put('/order/delivery', { id: order.id });
  return walk.admin.post(`/admin/order/${order.id}/ship`, {
    parcels: [parcel(order, walk.step)],
    ...(command.how === 'part' && { is_last: false }),
  });
}

async function isWholeRefundOpen(walk: Walk, order: Order): Promise<boolean> {
  const file = await walk.file(order.id);
  const counting = file.payments.find(({ disposition }) => ['fulfilled', 'held'].includes(disposition));
  const owned = file.refunds.filter(
    ({ state, transaction_id }) => state !== 'closed' && transaction_id === counting?.transaction_id,
  );
  return counting !== undefined && sumOf(owned) >= countingFen(file);
}

function parcel({ id }: Order, step: number) {
  return { carrier: 'ZTO', tracking_no: `T${id}-${step}` };
}

function unshipped(walk: Walk): Order[] {
  return paidOrders(walk).filter(({ isShipped }) => !isShipped);
}

function orderToShip(walk: Walk, { order: n }: CommandOf<'ship'>): Order | undefined {
  return pick(unshipped(walk), n, walk.model.orders);
}
