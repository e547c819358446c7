import { fenOf } from '@app/common';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { get } from './buy-http';
import { refundsOf } from './buy-refunds';
import { loginAdmin, type Order, type Person } from './buy-steps';
import { need, type Tale } from './buy-tale';
import { StartFault } from './start-fault';

const VERIFY = path.resolve(__dirname, 'verify.js');

/** WeChat's books and the shop's say the same of these orders, to the fen; then every promise is held against the shop's. */
export async function balance(tale: Tale, orders: Order[]): Promise<void> {
  const admin = await loginAdmin(tale);
  let [tookFen, gaveFen] = [0, 0];
  for (const order of orders) {
    const [here, there] = [await moneyHere(tale, admin, order), await moneyThere(tale, order)];
    need(
      here.tookFen === there.tookFen && here.gaveFen === there.gaveFen,
      `of ${order.no} the shop’s books say ${JSON.stringify(here)}, WeChat’s ${JSON.stringify(there)}`,
    );
    tookFen += there.tookFen;
    gaveFen += there.gaveFen;
  }
  tale.step('books', `WeChat took ${tookFen} fen and gave ${gaveFen} back; the shop’s books say the same`);
  tale.step('verify', await verify(tale.env));
}

interface Money {
  tookFen: number;
  gaveFen: number;
}

async function moneyThere(tale: Tale, order: Order): Promise<Money> {
  const books: { transactions: { out_trade_no: string; total_fee: number }[] } = await get(
    `${tale.wechat}/sim/books`,
  );
  const taken = books.transactions.filter((row) => row.out_trade_no === order.no);
  return {
    tookFen: sum(taken.map((row) => row.total_fee)),
    gaveFen: sum((await refundsOf(tale, order)).map((row) => row.refund_fee)),
  };
}

async function moneyHere({ api }: Tale, admin: Person, { id }: Order): Promise<Money> {
  const [taken, given]: { data: { amount: string }[] }[] = [
    await get(`${api}/admin/transaction?order_id=${id}`, { ...admin }),
    await get(`${api}/admin/refund?order_id=${id}`, { ...admin }),
  ];
  const [tookFen, gaveFen] = [taken, given].map((list) => sum(list!.data.map((row) => fenOf(row.amount))));
  return { tookFen: tookFen!, gaveFen: gaveFen! };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** `npm run verify` on the same shop: its last line, or what it says of broken promises. */
async function verify(env: NodeJS.ProcessEnv): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [VERIFY], { env });
    return stdout.trim().split('\n').at(-1)!;
  } catch (failed) {
    const { stdout = '', stderr = '' } = failed as { stdout?: string; stderr?: string };
    throw new StartFault(`npm run verify is not content:\n${stdout}${stderr}`, { cause: failed });
  }
}
