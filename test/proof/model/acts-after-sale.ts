import { noteRefund } from './acts-refund';
import { paidOrders } from './acts-shopper';
import type { CommandOf } from './command';
import type { Order, Sale } from './model';
import { pick, taken, type Walk } from './walk';

interface Found {
  order: Order;
  sale: Sale;
}

/** What shoppers want back after the sale, and what the merchant says to it. */
export const afterSaleActs = {
  async askAfterSale(walk: Walk, command: CommandOf<'askAfterSale'>) {
    const order = pick(paidOrders(walk), command.order, walk.model.orders);
    if (!order) return;
    const named = command.line === undefined ? undefined : order.lines[command.line % order.lines.length]!;
    const body = {
      kind: command.isReturn ? 'return_refund' : 'refund_only',
      reason: '不合适',
      ...(named && { lines: [{ sku_id: named.sku, count: 1 }] }),
    };
    const answer = await walk.phoneOf(order).post(`/order/${order.id}/after-sale`, body, walk.keyOf(command));
    if (!taken(answer)) return;
    const id: number = answer.body.after_sale_id;
    if (order.sales.some((sale) => sale.id === id)) return;
    const row = (await walk.file(order.id)).after_sales.find((sale) => sale.id === id)!;
    order.sales.push({ id, isReturn: command.isReturn, pieces: walk.piecesOf(row.lines) });
  },

  async agree(walk: Walk, { sale: n }: CommandOf<'agree'>) {
    const found = saleAt(walk, n);
    if (found && taken(await walk.admin.post(`/admin/after-sale/${found.sale.id}/agree`)))
      await followRefund(walk, found);
  },

  async refuse(walk: Walk, { sale: n }: CommandOf<'refuse'>) {
    const found = saleAt(walk, n);
    if (found)
      taken(await walk.admin.post(`/admin/after-sale/${found.sale.id}/refuse`, { reason: '已使用' }));
  },

  async withdraw(walk: Walk, { sale: n }: CommandOf<'withdraw'>) {
    const found = saleAt(walk, n);
    if (found) taken(await walk.phoneOf(found.order).post(`/after-sale/${found.sale.id}/withdraw`));
  },

  async sendBack(walk: Walk, { sale: n }: CommandOf<'sendBack'>) {
    const found = saleAt(walk, n);
    if (found)
      taken(
        await walk.phoneOf(found.order).post(`/after-sale/${found.sale.id}/return`, { tracking_no: 'SF1' }),
      );
  },

  async received(walk: Walk, { sale: n, restock }: CommandOf<'received'>) {
    const found = saleAt(walk, n);
    if (!found || !taken(await walk.admin.post(`/admin/after-sale/${found.sale.id}/received`, { restock })))
      return;
    found.sale.restock ??= restock;
    await followRefund(walk, found);
  },
};

/** What was agreed to may have begun a refund, for the pieces that were asked for. */
async function followRefund(walk: Walk, { order, sale }: Found): Promise<void> {
  const row = (await walk.file(order.id)).after_sales.find(({ id }) => id === sale.id);
  if (row?.refund_id === null || row?.refund_id === undefined) return;
  await noteRefund(walk, order, row.refund_id, { pieces: sale.pieces, restock: sale.restock });
}

function saleAt({ model }: Walk, n: number): Found | undefined {
  const all = model.orders.flatMap((order) => order.sales.map((sale) => ({ order, sale })));
  return pick(all, n % 90);
}
