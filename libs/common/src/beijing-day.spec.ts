import { describe, expect, it } from 'vitest';
import { dayEnd, dayStart, isDay } from './beijing-day';

describe('a day', () => {
  it.each([
    ['2026-01-01', true],
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['0000-01-01', false],
    ['20260101', false],
    ['2026-1-1', false],
    ['', false],
    [20260101, false],
    [undefined, false],
  ])('%s: %s', (text, is) => {
    expect(isDay(text)).toBe(is);
  });

  it.each([
    ['2026-01-01', '2025-12-31T16:00:00.000Z', '2026-01-01T16:00:00.000Z'],
    ['2028-02-29', '2028-02-28T16:00:00.000Z', '2028-02-29T16:00:00.000Z'],
  ])('%s begins and ends at midnight in Shanghai', (day, start, end) => {
    expect([dayStart(day), dayEnd(day)].map((at) => at.toISOString())).toEqual([start, end]);
  });
});
