import { describe, expect, it } from 'vitest';
import { LADDER_SECONDS, later, nextDueAt } from './retry-ladder';

describe('retry ladder', () => {
  it('repeats fifteen times in 24 hours and 4 minutes', () => {
    const sum = LADDER_SECONDS.reduce((seconds, step) => seconds + step, 0);

    expect(LADDER_SECONDS).toHaveLength(15);
    expect(sum).toBe(24 * 3600 + 4 * 60);
  });

  it('climbs from one delivery to the next and ends', () => {
    const paidAt = '2026-01-01T00:00:00.000Z';

    expect(nextDueAt(paidAt, 1)).toBe('2026-01-01T00:00:15.000Z');
    expect(nextDueAt(paidAt, 4)).toBe('2026-01-01T00:03:00.000Z');
    expect(nextDueAt(paidAt, 15)).toBe(later(paidAt, 6 * 3600));
    expect(nextDueAt(paidAt, 16)).toBeUndefined();
  });
});
