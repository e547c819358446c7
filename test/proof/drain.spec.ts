import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { booksOf, forgotten, missingOrders, unbooked, untold } from './comparison';
import { NO_CONNECTION, type Crowd } from './crowd';
import { Siege } from './siege';
import { isAlive, postmasterPid, simulatorPid } from './victims';

const STOP_LIMIT_MS = 10_000;
/** Fifteen, and as much again for the other tests on this machine. */
const START_LIMIT_MS = 30_000;

let siege: Siege;
let crowd: Crowd;

beforeAll(async () => {
  siege = await Siege.lay();
  crowd = await siege.crowd();
}, 120_000);
afterAll(() => siege?.raise());

it(
  '[F31] breaks off nothing that it has begun when asked to stop, and finds everything again',
  { timeout: 90_000 },
  async () => {
    const { db, mall } = siege;
    crowd.come();
    await crowd.buysAgain(performance.now());
    await pause(500);

    const ends = orderOfEnds({
      simulator: simulatorPid(mall),
      postgres: postmasterPid(siege.dataDir),
      mall: mall.pid,
    });
    const stopping = performance.now();
    const exitCode = await siege.stop();
    const stopped = performance.now() - stopping;
    const told = await crowd.leave();
    await siege.restart();
    const started = performance.now() - stopping - stopped;

    expect(exitCode).toBe(0);
    expect(stopped).toBeLessThan(STOP_LIMIT_MS);
    expect(started).toBeLessThan(START_LIMIT_MS);
    expect(await ends).toEqual(['simulator', 'postgres', 'mall']);
    expect(mall.err).toBe('');

    const books = await booksOf(siege.simulator);
    expect(told.strange).toEqual([]);
    expect(NO_CONNECTION).toEqual(expect.arrayContaining([...told.refusals.keys()]));
    expect(await untold(told, db)).toEqual([]);
    expect(await missingOrders(told, db)).toEqual([]);
    expect(forgotten(told, books)).toEqual([]);
    expect(
      await unbooked(
        books.transactions.filter((row) => row.acknowledged),
        db,
      ),
    ).toEqual([]);

    const later = await siege.untilAllIsAcknowledged();
    expect(await unbooked(later.transactions, db)).toEqual([]);
    expect(await siege.breaches()).toEqual([]);
  },
);

/** Who ended before whom. */
async function orderOfEnds(pids: Record<string, number>): Promise<string[]> {
  const ended: string[] = [];
  const living = new Map(Object.entries(pids));
  while (living.size > 0) {
    for (const [name, pid] of living) if (!isAlive(pid) && living.delete(name)) ended.push(name);
    await pause(1);
  }
  return ended;
}
