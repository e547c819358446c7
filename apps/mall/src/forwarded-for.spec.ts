import { describe, expect, it } from 'vitest';
import { forwardedFor } from './forwarded-for';

describe('X-Forwarded-For', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:51234', '203.0.113.7'],
    ['"203.0.113.7"', '203.0.113.7'],
    ['"203.0.113.7:80"', '203.0.113.7'],
    ['2001:DB8::7', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['[2001:db8::7]:443', '2001:db8::7'],
    ['"[2001:db8::7]:443"', '2001:db8::7'],
    ['fe80::7%eth0', 'fe80::7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['[::ffff:203.0.113.7]:443', '203.0.113.7'],
    [' \t203.0.113.7 ', '203.0.113.7'],
    ['198.51.100.1,203.0.113.7:1 ,\t[2001:db8::7]:2', '198.51.100.1, 203.0.113.7, 2001:db8::7'],
    // Empty elements of a list say nothing (RFC 9110, 5.6.1.2).
    [',203.0.113.7,, ', '203.0.113.7'],
  ])('%j holds the addresses %j', (header, addresses) => {
    expect(forwardedFor(header)).toBe(addresses);
  });

  it.each([
    '',
    '  ',
    ',',
    'unknown',
    'Unknown:51234',
    '_hidden',
    '_hidden:80',
    '""',
    '"',
    '[]',
    '[]:443',
    '[203.0.113.7',
    '203.0.113.7]',
    '203.0.113.7:',
    '203.0.113.7:port',
    '203.0.113.7:123456',
    '203.0.113',
    '203.0.113.256',
    '203.0.113.7/24',
    'shop.example',
    'for=203.0.113.7',
    '2001:db8::7::1',
    '\u0000',
    '安',
  ])('%j holds no address', (header) => {
    expect(forwardedFor(header)).toBe('');
  });

  it.each([
    ['203.0.113.7, unknown', ''],
    ['203.0.113.7, _hidden, 10.0.0.1', '10.0.0.1'],
    ['unknown, 203.0.113.7:5', '203.0.113.7'],
  ])('%j: believes only what proxies wrote after the last entry that is no address', (header, addresses) => {
    expect(forwardedFor(header)).toBe(addresses);
  });
});
