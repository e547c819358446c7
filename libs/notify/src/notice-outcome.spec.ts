import { describe, expect, it } from 'vitest';
import { answerTo, outcomeOf } from './notice-outcome';

describe('the answer to a notice', () => {
  it.each([
    [{ kind: 'booked', disposition: 'fulfilled', orderId: 1 }, 0, 'fulfilled', 'SUCCESS'],
    [{ kind: 'booked', disposition: 'held', orderId: 1 }, 0, 'held', 'SUCCESS'],
    [{ kind: 'booked', disposition: 'to_refund', orderId: 1 }, 0, 'to_refund', 'SUCCESS'],
    [{ kind: 'booked', disposition: 'disputed', orderId: 1 }, 0, 'disputed', 'SUCCESS'],
    [{ kind: 'repeated', orderId: 1 }, 0, 'repeated', 'SUCCESS'],
    [{ kind: 'unknownOrder' }, 0, 'parked', 'FAIL'],
    [{ kind: 'unknownOrder' }, 599, 'parked', 'FAIL'],
    [{ kind: 'unknownOrder' }, 600, 'orphan', 'SUCCESS'],
    [{ kind: 'conflict' }, 0, 'conflict', 'FAIL'],
  ] as const)('%j after %i s is kept as %s and answered %s', (settled, seconds, outcome, answer) => {
    expect(outcomeOf(settled, seconds)).toBe(outcome);
    expect(answerTo(outcome)).toBe(answer);
  });
});
