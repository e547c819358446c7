import { describe, expect, it } from 'vitest';
import { isDay } from './bill-day';

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
});
