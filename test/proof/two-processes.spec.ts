import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Client } from '../given/client';
import { freePort } from '../given/free-port';
import { ADDRESS, eventually, nonce } from '../given/shop';
import { MallProcess } from '../start/mall-process';
import { booksOf, forgotten, missingOrders, unbooked } from './comparison';
import { NO_CONNECTION, type Crowd } from './crowd';
import { Siege } from './siege';
import { postmasterPid } from './victims';

/** Five processes at work, on a machine that other tests keep busy. */
const LONG = { timeout: 90_000 };

/** One shop as four processes on one database: all, another api, two more workers. */
let siege: Siege;
let api: MallProcess;
let workers: MallProcess[];
let crowd: Crowd;
let postmaster: number;
/** Every notice goes to both doors at the same moment. */
let bothDoors: Server;
const doors: string[] = [];
const answers: string[] = [];

beforeAll(async () => {
  bothDoors = await listening();
  const PUBLIC_URL = `http://127.0.0.1:${(bothDoors.address() as AddressInfo).port}`;
  siege = await Siege.lay({ PUBLIC_URL, ORDER_TTL_SECONDS: '1800' });
  const second = String(await freePort());
  doors.push(siege.settings.PORT!, second);
  api = await secondApi();
  const settings = { ...siege.settings, ROLE: 'worker' };
  workers = await Promise.all([MallProcess.started(settings), MallProcess.started(settings)]);
  crowd = await siege.crowd(doors);
  postmaster = postmasterPid(siege.dataDir);
}, 120_000);
afterEach(async () => {
  expect(await siege.breaches()).toEqual([]);
  expect(postmasterPid(siege.dataDir)).toBe(postmaster);
});
afterAll(async () => {
  await Promise.all([api, ...(workers ?? [])].map((process) => process?.stop()));
  await siege?.raise();
  bothDoors.close();
});

it('sells through both doors, whichever of them takes the notice', async () => {
  crowd.come();
  await crowd.buysAgain(performance.now());
  await pause(500);
  const told = await crowd.leave();

  const books = await siege.untilAllIsAcknowledged();
  expect([...told.refusals]).toEqual([]);
  expect(books.transactions.every(({ acknowledged }) => acknowledged)).toBe(true);
  expect(await missingOrders(told, siege.db)).toEqual([]);
  expect(forgotten(told, books)).toEqual([]);
  expect(await unbooked(books.transactions, siege.db)).toEqual([]);
});

it('books a payment once that is reported to both doors ten times at once', async () => {
  const { transactions } = await booksOf(siege.simulator);
  const { out_trade_no } = transactions[0]!;
  answers.length = 0;

  await siege.simulator.post('/sim/notify', { out_trade_no, copies: 10 });

  expect(answers).toHaveLength(20);
  expect(answers.filter((answer) => !answer.includes('SUCCESS'))).toEqual([]);
  expect(await unbooked(transactions.slice(0, 1), siege.db)).toEqual([]);
  expect(
    await countOf(`SELECT FROM order_event WHERE reason LIKE 'settle%' AND order_id =
    (SELECT id FROM customer_order WHERE order_no = '${out_trade_no}')`),
  ).toBe(1);
});

it('[F39] closes once what nobody pays, though three of them sweep', async () => {
  const orders = await crowd.abandon();
  await siege.simulator.post('/sim/clock', { advanceSeconds: 1801 });

  const open = await eventually(
    () => countOf('SELECT FROM customer_order WHERE status = 1'),
    (count) => count === 0,
  );

  expect(open).toBe(0);
  for (const reason of ['closing', 'close'])
    expect(await countOf(`SELECT FROM order_event WHERE reason = '${reason}'`)).toBe(orders.length);
});

it('goes on at one door when the process behind the other is killed', async () => {
  crowd.come();
  await crowd.buysAgain(performance.now());

  await api.stop('SIGKILL');
  await crowd.buysAgain(performance.now());
  const told = await crowd.leave();

  const later = await siege.untilAllIsAcknowledged();
  expect(told.strange).toEqual([]);
  expect([...NO_CONNECTION, '90005']).toEqual(expect.arrayContaining([...told.refusals.keys()]));
  expect(await missingOrders(told, siege.db)).toEqual([]);
  expect(forgotten(told, later)).toEqual([]);
  expect(await unbooked(later.transactions, siege.db)).toEqual([]);
});

it(
  '[F39] cancelled at both doors, expired, and paid too late: each is closed once, and refunded once',
  LONG,
  async () => {
    api = await secondApi();
    const orders = await prepaid(12);
    const cancelled = orders.slice(6);
    await Promise.all(
      cancelled.flatMap(({ id, buyers }) => buyers.map((buyer) => buyer.post(`/order/${id}/cancel`))),
    );
    await siege.simulator.post('/sim/clock', { advanceSeconds: 1801 });
    await endsOf(orders, (reasons) => reasons.includes('close'));

    await Promise.all(
      orders.map(({ prepay_id }) => siege.simulator.post('/sim/pay', { prepay_id, late: true })),
    );
    const ends = await endsOf(orders, async (reasons) => {
      if (reasons.includes('refund_success')) return true;
      await siege.simulator.post('/sim/clock', { advanceSeconds: 4 });
      return false;
    });
    const { body: books } = await siege.simulator.get('/sim/books');

    for (const reasons of ends)
      expect(reasons).toEqual([
        'place',
        'prepay',
        'closing',
        'close',
        'settle_late',
        'refund',
        'refund_success',
      ]);
    for (const { no } of orders)
      expect(books.refunds.filter((row: { out_trade_no: string }) => row.out_trade_no === no)).toMatchObject([
        { status: 'SUCCESS', source: expect.any(String) },
      ]);
  },
);

function secondApi(): Promise<MallProcess> {
  return MallProcess.started({ ...siege.settings, ROLE: 'api', PORT: doors[1]! });
}

interface Prepaid {
  id: number;
  no: string;
  prepay_id: string;
  /** The same shopper at each door. */
  buyers: Client[];
}

/** Orders of one shopper that WeChat was asked to take money for. */
async function prepaid(count: number): Promise<Prepaid[]> {
  const at = doors.map((port) => new Client(`http://127.0.0.1:${port}/api/v1`));
  const login = await at[0]!.post('/token/user', { code: `user:late:${nonce()}` });
  const buyers = at.map((door) => door.with(login.body.token));
  await buyers[0]!.post('/address', ADDRESS);
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const wish = {
        products: [{ product_id: siege.goods[index % 2]!.id, count: 1 }],
        remark: `late-${index}`,
      };
      const { body: order } = await buyers[index % 2]!.post('/order', wish);
      const { body: prepay } = await buyers[0]!.post('/pay/pre_order', { id: order.order_id });
      return { id: order.order_id, no: order.order_no, prepay_id: prepay.package, buyers };
    }),
  );
}

/** Each order's events, once each of them has come so far. */
function endsOf(orders: Prepaid[], isEnd: (reasons: string[]) => boolean | Promise<boolean>) {
  return Promise.all(
    orders.map(({ id }) =>
      eventually(
        async () => {
          const reasons = await reasonsOf(id);
          return { reasons, isEnd: await isEnd(reasons) };
        },
        (seen) => seen.isEnd,
      ).then(({ reasons }) => reasons),
    ),
  );
}

async function reasonsOf(orderId: number): Promise<string[]> {
  const { rows } = await siege.db.query<{ reason: string }>(
    'SELECT reason FROM order_event WHERE order_id = $1 ORDER BY id',
    [orderId],
  );
  return rows.map(({ reason }) => reason);
}

async function countOf(sql: string): Promise<number> {
  return (await siege.db.query(sql)).rowCount ?? 0;
}

/** Stands where PUBLIC_URL points; the first door's answer is the answer. */
async function listening(): Promise<Server> {
  const server = createServer((request, response) => void pass(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  const headers = signatureOf(request);
  const heard = await Promise.all(
    doors.map((port) => tell(`http://127.0.0.1:${port}${request.url}`, { headers, body })),
  );
  answers.push(...heard.map((answer) => answer.body));
  response.writeHead(heard[0]!.status, { 'content-type': 'application/json' }).end(heard[0]!.body);
}

/** A v3 notice is signed in its headers. */
function signatureOf({ headers }: IncomingMessage): Record<string, string> {
  const signed = Object.entries(headers).filter(([name]) => /^(wechatpay-|content-type)/.test(name));
  return Object.fromEntries(signed.map(([name, value]) => [name, String(value)]));
}

/** No answer is an answer too: one of the doors may be dead. */
async function tell(url: string, notice: { headers: Record<string, string>; body: string }) {
  return fetch(url, { method: 'POST', ...notice }).then(
    async (answer) => ({ status: answer.status, body: await answer.text() }),
    () => ({ status: 503, body: '' }),
  );
}
