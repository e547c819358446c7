import { expect, it } from 'vitest';
import { isLoopback, isThisMachine, lanAddress } from './this-machine';

it.each([
  [['172.17.0.1', '192.168.1.5'], '192.168.1.5'],
  [['172.17.0.1', '10.0.0.7'], '10.0.0.7'],
  [['172.18.0.1', '172.20.1.9'], '172.20.1.9'],
  [['fe80::1', '172.17.0.1'], '172.17.0.1'],
  [['203.0.113.7'], '203.0.113.7'],
  [['fe80::1', 'fd00::5'], undefined],
  [[], undefined],
])('of %j a phone reaches %s', (own, address) => {
  expect(lanAddress(own)).toBe(address);
});

it.each(['localhost', 'shop.localhost', '127.0.0.1', '127.1.2.3', '[::1]'])(
  '%s is this machine alone',
  (hostname) => {
    expect(isLoopback(hostname)).toBe(true);
    expect(isThisMachine(hostname)).toBe(true);
  },
);

it.each(['shop.example.com', '203.0.113.7', '[2001:db8::1]', '127.0.0.1.example.com'])(
  '%s is elsewhere',
  (hostname) => {
    expect(isThisMachine(hostname)).toBe(false);
  },
);
