import { setTimeout as pause } from 'node:timers/promises';
import { afterSaleActs } from './acts-after-sale';
import { merchantActs, requestShip } from './acts-merchant';
import { payActs } from './acts-pay';
import { refundActs, requestRefund } from './acts-refund';
import { requestCancel, requestPlace, requestPrepay, shopperActs } from './acts-shopper';
import { weChatActs } from './acts-wechat';
import type { Command, CommandOf, Doing } from './command';
import { Contradiction, type Walk } from './walk';

type Acts = { [Name in Doing]: (walk: Walk, command: CommandOf<Name>) => Promise<void> };

const processActs = {
  async restart(walk: Walk) {
    await walk.stage.restart();
  },

  /** What the shop was asked when it ended is asked again: whatever was done of it must not be done twice. */
  async crash(walk: Walk, { during, afterMs }: CommandOf<'crash'>) {
    const cutOff = [beginOf(walk, during)];
    await pause(afterMs);
    await walk.stage.crash();
    await Promise.all(cutOff);
    if (!isWeChats(during)) await act(walk, during);
    await readShipped(walk);
  },

  async together(walk: Walk, { first, second }: CommandOf<'together'>) {
    if (changesPrice(first, second)) {
      await act(walk, first);
      return act(walk, second);
    }
    walk.isRacing = true;
    const done = await Promise.allSettled([act(walk, first), act(walk, second)]);
    walk.isRacing = false;
    for (const one of done) if (one.status === 'rejected') throw one.reason;
  },
};

const ACTS: Acts = {
  ...shopperActs,
  ...payActs,
  ...refundActs,
  ...merchantActs,
  ...afterSaleActs,
  ...weChatActs,
  ...processActs,
};

/** Does it at the real shop, and tells the model what was accepted. */
export function act(walk: Walk, command: Command): Promise<void> {
  return (ACTS[command.do] as (walk: Walk, command: Command) => Promise<void>)(walk, command);
}

const WECHATS: readonly Doing[] = [
  'pay',
  'notify',
  'clock',
  'portalRefund',
  'endRefund',
  'funds',
  'planRefunds',
];

/** Of an order that is placed meanwhile the model would not know the price. */
function changesPrice(...commands: Command[]): boolean {
  return ['price', 'place'].every((name) => commands.some((command) => command.do === name));
}

/** WeChat goes on when the shop ends: its own answer counts. */
function isWeChats(command: Command): boolean {
  return WECHATS.includes(command.do);
}

async function beginOf(walk: Walk, command: Command): Promise<unknown> {
  if (isWeChats(command)) return act(walk, command);
  // Its answer is lost with the shop, or comes just before: it is asked for again either way.
  return requestOf(walk, command).catch((error: unknown) => {
    if (error instanceof Contradiction) throw error;
  });
}

async function requestOf(walk: Walk, command: Command): Promise<unknown> {
  if (command.do === 'place') return requestPlace(walk, command);
  if (command.do === 'prepay') return requestPrepay(walk, command);
  if (command.do === 'cancel') return requestCancel(walk, command);
  if (command.do === 'refund' || command.do === 'refundAmount' || command.do === 'refundLine')
    return requestRefund(walk, command);
  if (command.do === 'ship') return requestShip(walk, command);
  if (command.do === 'sweep') return walk.stage.sweep(command.of);
  return undefined;
}

/** A second request to ship is refused: the order itself says whether the first one counted. */
async function readShipped(walk: Walk): Promise<void> {
  for (const order of walk.model.orders.filter(
    ({ payments, isShipped }) => payments.length > 0 && !isShipped,
  )) {
    const { status } = await walk.file(order.id);
    if (status === 3 || status === 6) order.isShipped = true;
  }
}
