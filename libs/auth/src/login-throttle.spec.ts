import { describe, expect, it } from 'vitest';
import { COUNTED_FAILURES, throttleMs } from './login-throttle';

describe('the delay of a login from an unknown source', () => {
  it.each([
    [0, 0],
    [5, 0],
    [10, 0],
    [11, 250],
    [20, 2_500],
    [29, 4_750],
    [COUNTED_FAILURES, 5_000],
    [1_000_000, 5_000],
  ])('after %i failures is %i ms', (failures, ms) => {
    expect(throttleMs(failures)).toBe(ms);
  });
});
