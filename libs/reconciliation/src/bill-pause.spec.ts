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
  const nothing = { isSilent: false, left: 0, unsure: 0, open: 0 };

  it.each([
    ['ends where no gap is', {}, null],
    ['is an hour where a case is open', { open: 1 }, 3600],
    ['is an hour, however many cases are open', { open: 5000 }, 3600],
    ['is none where gaps were left over', { left: 5, open: 200 }, 0],
    ['is none where WeChat answered some of the queries', { left: 5, unsure: 3, open: 200 }, 0],
    ['spares a WeChat that does not answer', { isSilent: true, left: 5, unsure: 200, open: 205 }, 600],
    ['is short where WeChat was not sure', { unsure: 3, open: 200 }, 600],
  ])('%s', (_what, end, seconds) => {
    expect(pauseAfterLook({ ...nothing, ...end })).toBe(seconds);
  });
});
