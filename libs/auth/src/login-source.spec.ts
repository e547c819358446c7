import { describe, expect, it } from 'vitest';
import { loginNetwork } from './login-source';

describe('the network of an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.0'],
    ['192.0.2.255', '192.0.2.0'],
    ['192.0.3.1', '192.0.3.0'],
    ['::ffff:192.0.2.7', '192.0.2.0'],
    ['2001:db8:1:2::1', '2001:db8:1:2::'],
    ['2001:DB8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::'],
    ['2001:db8:1:3::1', '2001:db8:1:3::'],
    ['::1', '::'],
  ])('%s is %s', (ip, network) => {
    expect(loginNetwork(ip)).toBe(network);
  });
});
