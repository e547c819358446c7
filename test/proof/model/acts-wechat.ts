import type { CommandOf } from './command';
import { pick, type OrderFile, type Walk } from './walk';

/** WeChat's weather: time, refunds' ends, faults, and work that is due. */
export const weChatActs = {
  async clock(walk: Walk, { seconds }: CommandOf<'clock'>) {
    await walk.stage.later(seconds);
    walk.model.now += seconds;
  },

  async sweep(walk: Walk, { of }: CommandOf<'sweep'>) {
    await walk.stage.sweep(of);
    await walk.discover();
  },

  async planRefunds(walk: Walk, { becomes, times, afterSeconds }: CommandOf<'planRefunds'>) {
    walk.knowsAbnormal ||= becomes === 'ABNORMAL';
    await walk.simulator.post('/sim/refund', { becomes, times, afterSeconds });
  },

  async endRefund(walk: Walk, { refund: n, becomes }: CommandOf<'endRefund'>) {
    walk.knowsAbnormal ||= becomes === 'ABNORMAL';
    const refund = await refundUnderWay(walk, n);
    if (refund) await walk.simulator.post('/sim/refund', { out_refund_no: refund.out_refund_no, becomes });
  },

  async notifyRefund(walk: Walk, { refund: n, copies }: CommandOf<'notifyRefund'>) {
    const refund = pick(await refundsSeen(walk), n % 90);
    if (refund) await walk.simulator.post('/sim/notify', { out_refund_no: refund.out_refund_no, copies });
  },

  async funds(walk: Walk, { enough }: CommandOf<'funds'>) {
    await walk.simulator.post('/sim/funds', { enough });
  },

  async fault(walk: Walk, { endpoint, kind, times }: CommandOf<'fault'>) {
    const { status } = await walk.simulator.post('/sim/fault', { endpoint, kind, times });
    if (status === 200) walk.faulty.add(endpoint);
  },
};

async function refundUnderWay(walk: Walk, n: number) {
  const refunds = await refundsSeen(walk);
  return pick(
    refunds.filter(({ state }) => state === 'processing' || state === 'abnormal'),
    n % 90,
  );
}

/** Of orders of this walk, oldest first. */
async function refundsSeen({
  admin,
  model,
}: Walk): Promise<(OrderFile['refunds'][0] & { order_id: number })[]> {
  const { body } = await admin.get('/admin/refund?size=50');
  const own = new Set(model.orders.map(({ id }) => id));
  return body.data.filter((row: { order_id: number }) => own.has(row.order_id)).toReversed();
}
