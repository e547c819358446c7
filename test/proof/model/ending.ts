import type { Walk } from './walk';
import type { SeenOrder } from './judgement';
import { fenIn } from './stage';

/** Seconds within which a refund, an unpaid order, a short one, or a refund after one that was closed moves on. */
const STEPS = [4, 62, 62, 301, 1801, 62, 301, 62, 3601, 62, 62, 3601, 62, 62];
/** Bills come at ten in the morning, of the day before. */
const BILLS_HOUR = 10;
const MORNINGS = 2;
/** Of patience beyond that, for what is asked again every six hours. */
const MORE_MORNINGS = 3;
const DAY = 86_400;

/** WeChat has no more faults, the merchant does what a person must, and time passes until all that must end has ended. */
export async function endAll(walk: Walk): Promise<string[]> {
  await healWeChat(walk);
  let waiting = await passUntilQuiet(walk);
  for (
    let morning = 1;
    morning <= MORNINGS || (waiting.length > 0 && morning <= MORNINGS + MORE_MORNINGS);
    morning += 1
  ) {
    await passMorning(walk);
    waiting = await passUntilQuiet(walk);
  }
  return waiting;
}

async function passUntilQuiet(walk: Walk): Promise<string[]> {
  let waiting = await waitingIn(walk);
  for (const seconds of waiting.length > 0 ? STEPS : []) {
    await pass(walk, seconds);
    waiting = await waitingIn(walk);
    if (waiting.length === 0) break;
  }
  return waiting;
}

async function healWeChat(walk: Walk): Promise<void> {
  const { simulator } = walk;
  for (const endpoint of walk.faulty) await simulator.post('/sim/fault', { endpoint, kind: 'none' });
  await simulator.post('/sim/funds', { enough: true });
  await simulator.post('/sim/refund', { becomes: 'SUCCESS', times: 0 });
}

/** A minute after ten, and an hour later for what the bill told of. */
async function passMorning(walk: Walk): Promise<void> {
  const beijing = (Date.now() / 1000 + walk.stage.offsetSeconds + 8 * 3600) % DAY;
  await pass(walk, Math.ceil((BILLS_HOUR * 3600 + 60 - beijing + DAY) % DAY) + 1, 'all');
  await pass(walk, 3601, 'all');
}

async function pass(walk: Walk, seconds: number, which: 'orders' | 'all' = 'orders'): Promise<void> {
  await walk.stage.later(seconds);
  await mendAbnormal(walk);
  await walk.stage.sweep(which);
  await walk.discover();
}

/** The merchant mends an abnormal refund in the portal. */
async function mendAbnormal({ simulator, knowsAbnormal }: Walk): Promise<void> {
  if (!knowsAbnormal) return;
  const { body } = await simulator.get('/sim/books');
  const refunds: { out_refund_no: string; status: string }[] = body.refunds;
  for (const { out_refund_no } of refunds.filter(({ status }) => status === 'ABNORMAL'))
    await simulator.post('/sim/refund', { out_refund_no, becomes: 'SUCCESS' });
}

/** What is still under way, or waits for the merchant, who has nothing left to do. */
const WAITING = `
  SELECT 'order ' || id || ' is ' || status AS what FROM customer_order WHERE status IN (1, 4)
   UNION ALL
  SELECT concat('refund ', out_refund_no, ' is ', state, ' ', refusal) FROM refund WHERE state NOT IN ('success', 'closed')
   UNION ALL
  SELECT 'after-sale ' || id || ' is ' || state FROM after_sale WHERE state = 'refunding'
   UNION ALL
  SELECT 'shipment of order ' || order_id || ' is ' || state FROM shipping_upload WHERE next_try_at IS NOT NULL
   UNION ALL
  SELECT 'bill of ' || date || ' is ' || state FROM bill WHERE next_try_at <= now() + $1::interval
   UNION ALL
  SELECT 'case ' || kind || ' of ' || subject FROM case_file
   WHERE state = 'open' AND kind NOT IN ('money_disputed', 'refund_closed', 'notice_foreign')
   UNION ALL
  SELECT 'replacement of order ' || r.order_id FROM order_replacement r JOIN customer_order o ON o.id = r.order_id
   WHERE r.placed_id IS NULL AND o.status = 7
   UNION ALL
  SELECT 'job ' || id FROM graphile_worker._private_jobs WHERE attempts >= max_attempts`;

async function waitingIn({ stage }: Walk): Promise<string[]> {
  const { rows } = await stage.shop.db.query<{ what: string }>(WAITING, [`${stage.offsetSeconds} seconds`]);
  return rows.map(({ what }) => what);
}

/** As the shop tells of it. */
export async function seenOrder(walk: Walk, id: number): Promise<SeenOrder> {
  const { status, total_price, payments, refunds } = await walk.file(id);
  return {
    status,
    totalFen: fenIn(total_price),
    payments: payments.map((row) => ({ transactionId: row.transaction_id, disposition: row.disposition })),
    refunds: refunds.map((row) => ({
      id: row.id,
      outRefundNo: row.out_refund_no,
      fen: fenIn(row.amount),
      state: row.state,
    })),
  };
}
