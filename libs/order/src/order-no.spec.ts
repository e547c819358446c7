import { Random } from '@app/common';
import { describe, expect, it } from 'vitest';
import { orderNo, timesOf } from './order-no';

describe('order number', () => {
  const random = new Random();

  it('[D1-20] is 20 characters of one letter case', () => {
    expect(orderNo(new Date('2026-01-01T00:00:00Z'), random)).toMatch(/^[0-9A-Z]{20}$/);
  });

  it('[F38] grows with time, for centuries', () => {
    const days = ['2026-01-01', '2026-01-02', '2029-12-31', '2030-01-01', '2300-01-01'];
    const numbers = days.map((day) => orderNo(new Date(day), random));

    expect(numbers.toSorted()).toEqual(numbers);
  });

  it.each([1, 4, 9, 10, 15, 20])('tells by its first %i characters when it was made', (length) => {
    const at = new Date('2026-11-11T00:00:00.123Z');

    const { fromMs, toMs } = timesOf(orderNo(at, random).slice(0, length))!;

    expect(fromMs).toBeLessThanOrEqual(at.getTime());
    expect(toMs).toBeGreaterThan(at.getTime());
    expect(toMs - fromMs).toBe(32 ** Math.max(0, 10 - length));
  });

  it.each(['I', '01O', 'u', ' '])('never begins with %j', (prefix) => {
    expect(timesOf(prefix)).toBeUndefined();
  });

  it('[D1-19] does not repeat within a millisecond', () => {
    const now = new Date('2026-11-11T00:00:00Z');

    expect(new Set(Array.from({ length: 20_000 }, () => orderNo(now, random))).size).toBe(20_000);
  });
});
