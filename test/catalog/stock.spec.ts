import { StockService, StockShort, type StockMove } from '@app/catalog';
import { inTransaction } from '@app/database';
import * as fc from 'fast-check';
import { EntityManager } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../given/shop';

type Act = 'hold' | 'release' | 'sellReserved' | 'sellFree';

describe('stock', () => {
  let shop: Shop;
  let stock: StockService;
  let orders = 0;
  beforeAll(async () => {
    shop = await Shop.open();
    stock = shop.mall.get(StockService);
  });
  afterAll(() => shop.stop());

  /** A move of an order that nothing else has. */
  const move = (skuId: number, count = 1): StockMove => {
    orders += 1;
    return { skuId, count, orderId: orders, causeId: orders, actor: 'system' };
  };

  const inOne = <T>(work: (tx: EntityManager) => Promise<T>): Promise<T> =>
    inTransaction(shop.mall.get(EntityManager), work);

  const act = (name: Act, moves: StockMove[]): Promise<void> => inOne((tx) => stock[name](tx, moves));

  const sku = async (count: number): Promise<number> => (await shop.product({ stock: count })).skuIds[0]!;

  const ledgerOf = async (skuId: number) =>
    (
      await shop.db.query(
        `SELECT kind, count, order_id, cause_id::int, actor FROM stock_ledger
         WHERE sku_id = $1 AND kind <> 'IN' ORDER BY id`,
        [skuId],
      )
    ).rows;

  it.each([
    ['hold', 'HOLD', { stock: 7, reserved: 3, sold: 0 }, []],
    ['release', 'RELEASE', { stock: 10, reserved: 0, sold: 0 }, ['hold']],
    ['sellReserved', 'SELL', { stock: 7, reserved: 0, sold: 3 }, ['hold']],
    ['sellFree', 'SELL', { stock: 7, reserved: 0, sold: 3 }, []],
  ] as [Act, string, object, Act[]][])(
    'moves goods by %s and writes why',
    async (name, kind, after, before) => {
      const skuId = await sku(10);
      const taken = { ...move(skuId, 3), actor: 'shopper:7' };
      for (const earlier of before) await act(earlier, [taken]);

      await act(name, [{ ...taken, causeId: 4711 }]);

      expect(await shop.stockOf(skuId)).toEqual(after);
      expect((await ledgerOf(skuId)).at(-1)).toEqual({
        kind,
        count: 3,
        order_id: taken.orderId,
        cause_id: 4711,
        actor: 'shopper:7',
      });
    },
  );

  it('adds up the moves of several orders, and keeps a row of each', async () => {
    const skuId = await sku(10);
    const moves = [move(skuId, 4), move(skuId, 6)];

    await act('hold', moves);

    expect(await shop.stockOf(skuId)).toEqual({ stock: 0, reserved: 10, sold: 0 });
    expect(await ledgerOf(skuId)).toMatchObject(
      moves.map(({ orderId, count }) => ({ order_id: orderId, count })),
    );
  });

  it('names the skus that are short, and moves nothing', async () => {
    const [plenty, scarce, unknown] = [await sku(10), await sku(1), 2 ** 31 - 1];

    const refusal = await act('hold', [move(plenty), move(scarce), move(scarce), move(unknown)]).catch(
      (error: unknown) => error,
    );

    expect(refusal).toBeInstanceOf(StockShort);
    expect(refusal).toMatchObject({ skuIds: [scarce, unknown] });
    expect(await shop.stockOf(plenty)).toEqual({ stock: 10, reserved: 0, sold: 0 });
    expect(await ledgerOf(plenty)).toEqual([]);
  });

  it('does not move twice for the same cause', async () => {
    const skuId = await sku(10);
    const taken = move(skuId, 2);
    await act('hold', [taken]);

    const again = act('hold', [taken]);

    await expect(again).rejects.toMatchObject({ code: '23505', constraint: 'stock_ledger_once' });
    expect(await shop.stockOf(skuId)).toEqual({ stock: 8, reserved: 2, sold: 0 });
  });

  it('refuses a move of nothing or less', async () => {
    const skuId = await sku(10);

    for (const count of [0, -1]) await expect(act('hold', [move(skuId, count)])).rejects.toThrow();

    expect(await shop.stockOf(skuId)).toEqual({ stock: 10, reserved: 0, sold: 0 });
  });

  it('holds the last pieces once under a rush', async () => {
    const skuId = await sku(50);

    const answers = await Promise.allSettled(Array.from({ length: 200 }, () => act('hold', [move(skuId)])));

    const refusals = answers.filter((answer) => answer.status === 'rejected');
    expect(refusals).toHaveLength(150);
    expect(refusals.every(({ reason }) => reason instanceof StockShort)).toBe(true);
    expect(await shop.stockOf(skuId)).toEqual({ stock: 0, reserved: 50, sold: 0 });
    expect(await ledgerOf(skuId)).toHaveLength(50);
  });

  it('never deadlocks over baskets with the same goods in different orders', async () => {
    const skuIds = await Promise.all(Array.from({ length: 6 }, () => sku(1000)));
    // Without the retry that would hide a deadlock.
    const db = shop.mall.get(EntityManager);

    await Promise.all(
      Array.from({ length: 200 }, (_, i) => {
        const basket = [...skuIds.slice(i % 6), ...skuIds.slice(0, i % 6)].map((skuId) => move(skuId));
        return db.transaction(async (tx) => {
          // However slow the machine is, only a deadlock ends a wait.
          await tx.query(`SET LOCAL lock_timeout = '30s'; SET LOCAL statement_timeout = '30s'`);
          await stock.hold(tx, i % 2 ? basket : basket.toReversed());
        });
      }),
    );

    for (const skuId of skuIds)
      expect(await shop.stockOf(skuId)).toEqual({ stock: 800, reserved: 200, sold: 0 });
  });

  it('shows the free stock of locked skus, and lets nobody move it meanwhile', async () => {
    const skuId = await sku(5);

    const { seen, rival } = await inOne(async (tx) => {
      const free = await stock.lock(tx, [skuId, 2 ** 31 - 1]);
      const waiting = act('hold', [move(skuId, 5)]).catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, 200));
      await stock.hold(tx, [move(skuId, 2)]);
      return { seen: free, rival: waiting };
    });

    expect(seen).toEqual(new Map([[skuId, 5]]));
    expect(await rival).toBeInstanceOf(StockShort);
    expect(await shop.stockOf(skuId)).toEqual({ stock: 3, reserved: 2, sold: 0 });
  });

  it('takes new goods in, for a sku with counters and for one without', async () => {
    const skuId = await sku(5);
    await shop.db.query('DELETE FROM sku_stock WHERE sku_id = $1', [skuId]);

    await inOne((tx) => stock.stockIn(tx, skuId, 7, 'system'));
    await inOne((tx) => stock.stockIn(tx, skuId, 4, 'admin:1'));

    const { rows } = await shop.db.query('SELECT stock, stocked FROM sku_stock WHERE sku_id = $1', [skuId]);
    expect(rows).toEqual([{ stock: 11, stocked: 11 }]);
  });

  it('[F45] takes goods in by what is new, however many are held meanwhile', async () => {
    const skuId = await sku(20);

    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        Promise.all([
          act('hold', [move(skuId)]),
          inOne((tx) => stock.stockIn(tx, skuId, 3, `admin:${i}`)),
          expect(act('hold', [move(skuId, 1000)])).rejects.toBeInstanceOf(StockShort),
        ]),
      ),
    );

    expect(await shop.stockOf(skuId)).toEqual({ stock: 60, reserved: 20, sold: 0 });
    expect(await shop.breaches()).not.toContain('I01');
  });

  it('is explained by its ledger after any series of moves', async () => {
    const step = fc.record({
      name: fc.constantFrom<Act>('hold', 'release', 'sellReserved', 'sellFree'),
      lines: fc.array(fc.record({ which: fc.nat(2), count: fc.integer({ min: 1, max: 6 }) }), {
        maxLength: 4,
      }),
    });

    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const skuIds = [await sku(12), await sku(12), await sku(12)];
        for (const { name, lines } of steps) {
          // The ledger calls both ways of selling SELL; here the actor tells them apart.
          const moves = lines.map(({ which, count }) => ({ ...move(skuIds[which]!, count), actor: name }));
          await act(name, moves).catch(onlyShort);
        }

        for (const skuId of skuIds) expect(await shop.stockOf(skuId)).toEqual(await explained(skuId));
      }),
      { numRuns: 25 },
    );
  });

  /** What the ledger says the counters must be. */
  const explained = async (skuId: number) => {
    const { rows } = await shop.db.query<{ actor: string; count: number }>(
      'SELECT actor, sum(count)::int AS count FROM stock_ledger WHERE sku_id = $1 GROUP BY actor',
      [skuId],
    );
    const sum = (actor: string) => rows.find((row) => row.actor === actor)?.count ?? 0;
    return {
      stock: sum('system') - sum('hold') + sum('release') - sum('sellFree'),
      reserved: sum('hold') - sum('release') - sum('sellReserved'),
      sold: sum('sellReserved') + sum('sellFree'),
    };
  };
});

function onlyShort(error: unknown): void {
  if (!(error instanceof StockShort)) throw error;
}
