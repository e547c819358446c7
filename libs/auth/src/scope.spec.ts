import { describe, expect, it } from 'vitest';
import { admits, ADMIN_SCOPE, SHOPPER_SCOPE } from './scope';

describe('scopes', () => {
  it.each([
    ['public', true, true],
    ['primary', true, true],
    ['exclusive', true, false],
    ['super', false, true],
  ] as const)('%s admits a shopper: %s, an admin: %s', (access, shopper, admin) => {
    expect(admits(access, SHOPPER_SCOPE)).toBe(shopper);
    expect(admits(access, ADMIN_SCOPE)).toBe(admin);
  });
});
