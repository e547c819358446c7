import { describe, expect, it } from 'vitest';
import { PUSH_STATUS, pushText } from './push-answer';

describe('the answer to a push', () => {
  it.each([
    ['SUCCESS', 200, 'success'],
    ['FAIL', 503, 'fail'],
    ['unproven', 403, 'fail'],
    ['malformed', 400, 'fail'],
  ] as const)('%s is %i %s', (answer, status, text) => {
    expect(PUSH_STATUS[answer]).toBe(status);
    expect(pushText(answer)).toBe(text);
  });
});
