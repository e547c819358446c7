import { describe, expect, it } from 'vitest';
import { neededRole, suffices } from './admin-role';

describe('roles of admins', () => {
  it.each([
    ['owner', true, true, true],
    ['operator', false, true, true],
    ['reader', false, false, true],
  ] as const)('%s does what needs an owner: %s, an operator: %s, a reader: %s', (role, ...may) => {
    expect([suffices(role, 'owner'), suffices(role, 'operator'), suffices(role, 'reader')]).toEqual(may);
  });

  it.each([
    ['GET', undefined, 'reader'],
    ['HEAD', undefined, 'reader'],
    ['POST', undefined, 'operator'],
    ['PUT', undefined, 'operator'],
    ['DELETE', undefined, 'operator'],
    ['PATCH', undefined, 'operator'],
    ['GET', 'owner', 'owner'],
    ['GET', 'operator', 'operator'],
    ['POST', 'reader', 'reader'],
    ['DELETE', 'owner', 'owner'],
  ] as const)('%s that says %s needs %s', (method, declared, needed) => {
    expect(neededRole(method, declared)).toBe(needed);
  });
});
