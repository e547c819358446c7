import { get, post } from './buy-http';
import type { Order, Person } from './buy-steps';
import { pass, until, type Tale } from './buy-tale';

interface RefundAtWeChat {
  out_trade_no: string;
  refund_fee: number;
  status: string;
  acknowledged: boolean;
}

/** The merchant gives money back; nothing said, all that is left. */
export async function refund(
  tale: Tale,
  { id, no, admin }: Order & { admin: Person },
  wish: object = {},
): Promise<void> {
  const asked = await post(`${tale.api}/admin/order/${id}/refund`, wish, { ...admin });
  tale.step('refund', `the merchant gives back ${wordsOf(wish)} of ${no}: refund ${asked.refund_id}`);
}

/** WeChat accepts the refund, does it, and reports it: the order's `count`th. */
export async function refundIsDone(tale: Tale, order: Order, count = 1): Promise<void> {
  const accepted = await until(
    'a refund at WeChat',
    () => refundsOf(tale, order),
    (refunds) => refunds.length === count,
  );
  const { refund_fee } = accepted.at(-1)!;
  tale.step('WeChat', `has accepted a refund of ${refund_fee} fen, which is not done yet`);
  await pass(tale, 4, 'WeChat has given the money back');
  await until(
    'a refund that is done and reported',
    () => refundsOf(tale, order),
    (refunds) => refunds.every(({ status, acknowledged }) => status === 'SUCCESS' && acknowledged),
  );
  tale.step('notice', `WeChat reports the refund; the shop answers SUCCESS`);
}

export async function refundsOf({ wechat }: Tale, { no }: Order): Promise<RefundAtWeChat[]> {
  const books: { refunds: RefundAtWeChat[] } = await get(`${wechat}/sim/books`);
  return books.refunds.filter((row) => row.out_trade_no === no);
}

function wordsOf(wish: { lines?: { count: number }[]; amount?: string }): string {
  if (wish.amount) return `¥${wish.amount}`;
  return wish.lines ? `${wish.lines[0]?.count} piece` : 'all that is left';
}
