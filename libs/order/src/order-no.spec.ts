import { Random } from '@app/common';
import { describe, expect, it } from 'vitest';
import { orderNo } from './order-no';

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

  it('[D1-19] does not repeat within a millisecond', () => {
    const now = new Date('2026-11-11T00:00:00Z');

    expect(new Set(Array.from({ length: 20_000 }, () => orderNo(now, random))).size).toBe(20_000);
  });
});
