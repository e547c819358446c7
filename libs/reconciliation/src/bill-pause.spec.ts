import { describe, expect, it } from 'vitest';
import { pauseAfterLook, pauseAfterTry } from './bill-pause';

describe('the pause after a try that got no bill', () => {
  it.each([
    [0, 600],
    [1, 1800],
    [2, 3600],
    [3, 7200],
    [4, 21_600],
    [99, 21_600],
  ])('is, after %i before it, %i seconds', (tries, seconds) => {
    expect(pauseAfterTry(tries)).toBe(seconds);
  });
});

describe('the pause after a look at a bill', () => {
  it.each([
    ['ends where no gap is', { unsure: 0, left: 0, open: 0 }, null],
    ['is an hour where a case is open', { unsure: 0, left: 0, open: 1 }, 3600],
    ['is none where gaps were left over', { unsure: 0, left: 5, open: 200 }, 0],
    ['spares a WeChat that does not answer', { unsure: 3, left: 5, open: 200 }, 600],
  ])('%s', (_what, gaps, seconds) => {
    expect(pauseAfterLook(gaps)).toBe(seconds);
  });
});
