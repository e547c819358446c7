import { describe, expect, it } from 'vitest';
import { isForAPerson, mayTurn, pauseAfter, type RefundRowState } from './refund-step';

const STATES: RefundRowState[] = ['requested', 'processing', 'success', 'closed', 'abnormal'];

describe('a refund', () => {
  it('turns only as WeChat turns it, and never again once it is over', () => {
    const turns = STATES.flatMap((from) =>
      STATES.filter((to) => mayTurn(from, to)).map((to) => `${from} ${to}`),
    );

    expect(turns).toEqual([
      'requested processing',
      'requested success',
      'requested closed',
      'requested abnormal',
      'processing success',
      'processing closed',
      'processing abnormal',
      'abnormal success',
      'abnormal closed',
    ]);
  });

  it('is asked about a minute apart at least, ever more slowly, and never given up', () => {
    const pauses = Array.from({ length: 10 }, (_, asks) => pauseAfter(asks + 1));

    expect(Math.min(...pauses)).toBe(60);
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(pauseAfter(1000)).toBe(6 * 3600);
  });

  it.each([
    ['NOTENOUGH', false],
    ['SIGNERROR', false],
    ['NOAUTH', false],
    ['TRADEOVERDUE', true],
    ['USERACCOUNTABNORMAL', true],
    ['ORDERNOTEXIST', true],
    ['INVALIDREQUEST', true],
    ['ERROR', true],
  ])('that is refused with %s waits for a person: %s', (code, waits) => {
    expect(isForAPerson(code)).toBe(waits);
  });
});
