import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Dice } from '../given/dice';
import { booksOf, forgotten, missingOrders, unbooked } from './comparison';
import { NO_CONNECTION, type Crowd } from './crowd';
import { Siege } from './siege';
import { VICTIMS, isAlive, kill, type Victim } from './victims';

/** `KILL_CYCLES=500 KILL_SEED=42` for a long night of other moments, or to meet a bad one again. */
const CYCLES = Number(process.env.KILL_CYCLES ?? 5);
const SEED = Number(process.env.KILL_SEED ?? 1);

/** What shoppers may be put off with meanwhile. Only who is killed himself leaves connections without an answer. */
const PUT_OFF: Record<Victim, string[]> = {
  mall: [...NO_CONNECTION, '90005'],
  simulator: [...NO_CONNECTION, '90001'],
  backend: ['90002', '90005'],
  postmaster: ['90002', '90005'],
  'postgres group': ['90002', '90005'],
};
/** Whoever is not back by then hangs: how fast the shop is back is printed, and is the processors' affair. */
const LIMIT_MS = 60_000;

const dice = new Dice(SEED);
const plan = Array.from({ length: Math.ceil(CYCLES / VICTIMS.length) }, () => dice.shuffled(VICTIMS))
  .flat()
  .slice(0, CYCLES)
  .map((victim, index) => ({ cycle: index + 1, victim, moment: 100 + dice.below(900) }));

let siege: Siege;
let crowd: Crowd;
/** One broken promise is enough to read about. */
let broken = false;
const recoveries = new Map<Victim, number[]>();

beforeAll(async () => {
  siege = await Siege.lay();
  crowd = await siege.crowd();
}, 120_000);
afterAll(async () => {
  await siege?.raise();
  for (const [victim, times] of recoveries) say(`${victim}: back after ${median(times)} ms (median)`);
});

it.skipIf(process.platform === 'win32').for(plan)(
  `[F28] [F32] keeps what it said, KILL_SEED=${SEED}, cycle $cycle: kill -9 of the $victim after $moment ms`,
  { timeout: 180_000 },
  async ({ cycle, victim, moment }, { skip }) => {
    skip(broken, 'an earlier cycle broke the shop');
    broken = true;
    const { simulator, db } = siege;
    crowd.come();
    await pause(moment);
    const { pid } = siege.mall;

    const killedAt = performance.now();
    kill(victim, { mall: siege.mall, dataDir: siege.dataDir, dice });
    if (victim === 'mall') await siege.restart();
    await crowd.buysAgain(killedAt);
    const recovery = Math.round(performance.now() - killedAt);
    const told = await crowd.leave();
    note(victim, recovery);
    say(
      `cycle ${cycle} (KILL_SEED=${SEED}): ${victim} killed after ${moment} ms, back after ${recovery} ms, ` +
        `${told.orders.length} orders, ${told.payments.length} payments, ${JSON.stringify([...told.refusals])}`,
    );

    expect(siege.mall.err).toBe('');
    expect(siege.mall.out.split('\n').filter((line) => line.includes('internalError'))).toEqual([]);
    expect(told.strange).toEqual([]);
    expect(PUT_OFF[victim]).toEqual(expect.arrayContaining([...told.refusals.keys()]));
    if (victim !== 'mall') expect(isAlive(pid)).toBe(true);
    expect(recovery).toBeLessThan(LIMIT_MS);

    const books = await booksOf(simulator);
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
    broken = false;
  },
);

function note(victim: Victim, recovery: number): void {
  recoveries.set(victim, [...(recoveries.get(victim) ?? []), recovery]);
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
