import { VerifyService, type Verified } from '@app/reconciliation';
import { describe, expect, it } from 'vitest';
import { shopOf } from './given/shop-of';

const ORDERS = Number(process.env.BENCH_ORDERS ?? 1_000_000);
/** A nightly verification has an hour. */
const LIMIT_MS = 3_600_000;

describe('the verification of the books', () => {
  it(`ends within its time at ${ORDERS} orders, and finds nothing`, async () => {
    const shop = await shopOf(ORDERS);
    const all: Verified[] = [];
    const begun = performance.now();
    const breaches = await shop.mall
      .get(VerifyService)
      .breaches({ limitMs: LIMIT_MS, onVerified: (verified) => all.push(verified) });
    const seconds = (performance.now() - begun) / 1000;
    await shop.stop();

    const rows = all.toSorted((a, b) => b.ms - a.ms).map(({ id, ms }) => `${ms}\t${id}`);
    process.stdout.write(
      `${seconds.toFixed(1)} s for ${all.length} invariants at ${ORDERS} orders; ms of each\n${rows.join('\n')}\n`,
    );
    expect(breaches.map(({ id, examples }) => [id, examples])).toEqual([]);
  });
});
