import { describe, expect, it } from 'vitest';
import { firstStep, stepAfterClose, stepAfterQuery } from './closing-step';

const old = { unansweredSeconds: null, ageSeconds: 301 };
const young = { unansweredSeconds: null, ageSeconds: 60 };

describe('closing, before WeChat is asked', () => {
  it('releases at once where there never was an attempt', () => {
    expect(firstStep(undefined)).toBe('release');
  });

  it('waits for a prepay that may still be answered', () => {
    expect(firstStep({ unansweredSeconds: 5, ageSeconds: 400 })).toEqual({ waitSeconds: 15 });
  });

  it.each([old, young, { unansweredSeconds: 21, ageSeconds: 21 }])('asks WeChat at %j', (attempt) => {
    expect(firstStep(attempt)).toBe('query');
  });
});

describe('closing, after the query', () => {
  it.each([
    ['paid', old, 'release'],
    ['paid', young, 'release'],
    ['closed', young, 'release'],
    ['unknown', old, { waitSeconds: 30 }],
    ['unpaid', young, { waitSeconds: 240 }],
    ['absent', young, { waitSeconds: 240 }],
    ['unpaid', old, 'close'],
    ['absent', old, 'release'],
  ] as const)('%s of %j → %j', (state, attempt, step) => {
    expect(stepAfterQuery(state, attempt)).toEqual(step);
  });
});

describe('closing, after closeorder', () => {
  it.each([
    ['ok', 'release'],
    ['ORDERCLOSED', 'release'],
    ['ORDERNOTEXIST', 'release'],
    ['ORDERPAID', { waitSeconds: 0 }],
    ['TRADESTATEERROR', { waitSeconds: 30 }],
    ['SIGNERROR', { waitSeconds: 30 }],
    ['unknown', { waitSeconds: 30 }],
  ] as const)('[D1-12] %s → %j', (answer, step) => {
    expect(stepAfterClose(answer)).toEqual(step);
  });
});
