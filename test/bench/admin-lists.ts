import { describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { listsOf, searchesOf } from './given/asked';
import { shopOf } from './given/shop-of';

/** How many orders a young shop has, and an old one. */
const FEW = 1_000;
const MANY = Number(process.env.BENCH_ORDERS ?? 1_000_000);
const ROUNDS = 15;

/** What counts a day's orders, or writes them out, has as many more to do as that day has: a tenth of a ms for each. */
const OF_A_DAY = ['a day', 'a day of long ago, drawn', 'what is to ship of a day'];
const DAYS = 400;
const MS_PER_ORDER = 0.1;

async function measured(orders: number): Promise<Map<string, number>> {
  const shop = await shopOf(orders);
  try {
    const admin = await shop.admin();
    const asked = { ...(await searchesOf(shop, orders)), ...(await listsOf(shop)) };
    const times = new Map<string, number>();
    for (const [what, path] of Object.entries(asked)) times.set(what, await median(admin, path));
    return times;
  } finally {
    await shop.stop();
  }
}

async function median(admin: Client, path: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    const { status } = await admin.get(path);
    expect([path, status]).toEqual([path, 200]);
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
}

describe('what the merchant looks for', () => {
  it(`takes as long among ${MANY} orders as among ${FEW}`, async () => {
    const [few, many] = [await measured(FEW), await measured(MANY)];

    const rows = [...few].map(([what, ms]) => {
      const then = many.get(what)!;
      return { what, few: ms.toFixed(1), many: then.toFixed(1), ratio: Number((then / ms).toFixed(2)) };
    });
    process.stdout.write(
      `ms at ${FEW}, ms at ${MANY}, ratio\n${rows.map((row) => `${row.few}\t${row.many}\t${row.ratio}\t${row.what}`).join('\n')}\n`,
    );
    const slow = [...few].filter(([what, ms]) => {
      const ofItsDay = OF_A_DAY.includes(what) ? (MANY / DAYS) * MS_PER_ORDER : 0;
      return many.get(what)! >= 10 * ms + ofItsDay;
    });
    expect(slow).toEqual([]);
  });
});
