import type { CommandOf } from './command';
import { totalOf, type Order } from './model';
import { Contradiction, pick, type Walk } from './walk';

const HALF_AN_HOUR = 1800;
const DELAY_SECONDS = 400;
/** What is under WeChat's own signature may be taken, whatever it is about. */
const SPOILT_SIGNATURES = ['badSign', 'unsigned', 'wrongSerial', 'staleTimestamp'];
const FORGED_V2 = ['badSign'];

/** What happens at WeChat's cashier, and what WeChat then reports. */
export const payActs = {
  async pay(walk: Walk, command: CommandOf<'pay'>) {
    const order = orderToPay(walk, command);
    if (!order?.prepayId) return;
    const totalFen = totalOf(order);
    const fen = command.amount === 'short' ? shortOf(totalFen) : totalFen;
    const isFirst = command.time === 'now' && order.payments.length === 0;
    const { status, body } = await walk.simulator.post('/sim/pay', {
      prepay_id: order.prepayId,
      ...(command.amount === 'short' && { total_fee: fen }),
      ...(command.amount === 'foreign' && { fee_type: 'USD' }),
      ...(command.time === 'second' && { again: true }),
      ...(command.time === 'late' && { late: true }),
      ...(command.notification === 'lost' && { lost: true }),
      ...(command.notification === 'delayed' && { delaySeconds: DELAY_SECONDS }),
    });
    if (status !== 200) return;
    const isRight = command.amount === 'right';
    order.payments.push({
      transactionId: body.transaction_id,
      fen,
      isRight,
      isYuan: command.amount !== 'foreign',
    });
    if (isFirst && isRight) order.isOwedGoods = true;
  },

  async cashierCancel(walk: Walk, { order: n }: CommandOf<'cashierCancel'>) {
    const order = pick(payable(walk), n, walk.model.orders);
    if (order?.prepayId) await walk.simulator.post('/sim/cancel', { prepay_id: order.prepayId });
  },

  async notify(walk: Walk, { order: n, copies }: CommandOf<'notify'>) {
    const order = pick(withMoney(walk), n % 90);
    if (!order) return;
    const { transactionId } = pick(order.payments, n)!;
    await walk.simulator.post('/sim/notify', {
      out_trade_no: order.no,
      transaction_id: transactionId,
      copies,
    });
  },

  async forge(walk: Walk, { order: n, how }: CommandOf<'forge'>) {
    const order = pick(withMoney(walk), n % 90);
    const { gateway } = walk.stage.world;
    if (!order || (gateway === 'v2' && !FORGED_V2.includes(how))) return;
    await walk.simulator.post('/sim/fault', { endpoint: 'notify', kind: how, times: 1 });
    const { body } = await walk.simulator.post('/sim/notify', { out_trade_no: order.no });
    await walk.simulator.post('/sim/fault', { endpoint: 'notify', kind: 'none' });
    const said: { status: number; body: string }[] = body.notified ?? [];
    const isThanked = said.some((answer) =>
      gateway === 'v3' ? answer.status > 0 && answer.status < 300 : answer.body.includes('SUCCESS'),
    );
    // In a race another notification may have been the spoilt one, and this one good.
    if (isThanked && !walk.isRacing && SPOILT_SIGNATURES.includes(how))
      throw new Contradiction(`a notification with ${how} was acknowledged`);
  },
};

export function withMoney({ model }: Walk): Order[] {
  return model.orders.filter(({ payments }) => payments.length > 0);
}

function payable({ model }: Walk): Order[] {
  return model.orders.filter(({ prepayId, payments }) => prepayId !== undefined && payments.length === 0);
}

function orderToPay(walk: Walk, { order: n, time }: CommandOf<'pay'>): Order | undefined {
  const { orders, now } = walk.model;
  if (time === 'now') return pick(payable(walk), n, orders);
  if (time === 'second') return pick(withMoney(walk), n, orders);
  const over = payable(walk).filter(
    ({ isCancelled, placedAt }) => isCancelled || now - placedAt > HALF_AN_HOUR,
  );
  return pick(over, n, orders);
}

/** One fen less, or more where there is but one. */
function shortOf(totalFen: number): number {
  return totalFen > 1 ? totalFen - 1 : 2;
}

/** WeChat gives back yuan alone. */
export function paymentsInYuan({ model }: Walk) {
  return model.orders.flatMap((order) =>
    order.payments.filter(({ isYuan }) => isYuan).map((payment) => ({ order, payment })),
  );
}
