import { describe, expect, it } from 'vitest';
import { V3_STATUS, V3Answer } from './notice-answer';
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

  it.each([
    ['fulfilled', 'SUCCESS'],
    ['repeated', 'SUCCESS'],
    ['disputed', 'SUCCESS'],
    ['foreign', 'SUCCESS'],
    ['other', 'SUCCESS'],
    ['orphan', 'SUCCESS'],
    ['conflict', 'SUCCESS'],
    ['parked', 'FAIL'],
  ] as const)('of v3, kept as %s, is %s', (outcome, answer) => {
    expect(answerTo(outcome, 'v3')).toBe(answer);
  });

  it.each([
    ['SUCCESS', 200, '成功'],
    ['FAIL', 500, '失败'],
    ['unproven', 401, '失败'],
    ['malformed', 400, '失败'],
  ] as const)('is for v3, where it is %s, HTTP %i', (answer, status, message) => {
    expect(V3_STATUS[answer]).toBe(status);
    expect(V3Answer.of(answer)).toEqual({ code: answer === 'SUCCESS' ? 'SUCCESS' : 'FAIL', message });
  });
});
