import { describe, expect, it } from 'vitest';
import { controlRefusal } from './control-door';

const HERE = '127.0.0.1:3001';
const json = { host: HERE, 'content-type': 'application/json' };

describe('a call that moves money or time in the simulator', () => {
  it.each<[string, string, string, Record<string, string>]>([
    ['a script', 'POST', '/sim/pay', json],
    [
      'a script that names a character set',
      'POST',
      '/sim/pay',
      { ...json, 'content-type': 'Application/JSON; charset=utf-8' },
    ],
    ['the page that the simulator serves', 'POST', '/sim/clock', { ...json, origin: `http://${HERE}` }],
    [
      'that page by the name localhost',
      'POST',
      '/sim/clock',
      { ...json, host: 'localhost:3001', origin: 'http://localhost:3001' },
    ],
    ['that page by a name below localhost', 'GET', '/console', { host: 'shop.localhost:3001' }],
    ['that page over IPv6', 'POST', '/sim/pay', { ...json, host: '[::1]:3001', origin: 'http://[::1]:3001' }],
    [
      'that page over TLS',
      'POST',
      '/sim/pay',
      { ...json, host: '127.0.0.1:3002', origin: 'https://127.0.0.1:3002' },
    ],
    ['a person who opens a link to the cashier', 'GET', '/cashier/:prepayId', { host: HERE }],
    ['a look into the books', 'GET', '/sim/books', { host: HERE }],
    [
      'a route of Tencent’s by any name, in any type',
      'POST',
      '/pay/unifiedorder',
      { host: 'api.mch.weixin.qq.com', origin: 'https://evil.example', 'content-type': 'text/xml' },
    ],
    ['no route', 'POST', '', { host: 'evil.example' }],
  ])('is taken from %s', (_, method, route, headers) => {
    expect(controlRefusal({ method, route, headers })).toBeUndefined();
  });

  it.each<[string, number, string, string, Record<string, string>]>([
    ['a form', 415, 'POST', '/sim/pay', { host: HERE, 'content-type': 'text/plain' }],
    [
      'a form without its origin',
      415,
      'POST',
      '/sim/pay',
      { host: HERE, 'content-type': 'application/x-www-form-urlencoded' },
    ],
    ['a script that says no type', 415, 'POST', '/sim/clock', { host: HERE }],
    [
      'a type that only begins so',
      415,
      'POST',
      '/sim/clock',
      { host: HERE, 'content-type': 'application/jsonp' },
    ],
    [
      'a type that hides JSON',
      415,
      'POST',
      '/sim/clock',
      { host: HERE, 'content-type': 'text/plain; application/json' },
    ],
    ['a page elsewhere', 403, 'POST', '/sim/pay', { ...json, origin: 'https://evil.example' }],
    [
      'a page on another port of this machine',
      403,
      'POST',
      '/sim/pay',
      { ...json, origin: 'http://127.0.0.1:8080' },
    ],
    ['a page without an origin of its own', 403, 'POST', '/sim/pay', { ...json, origin: 'null' }],
    ['a page elsewhere that reads', 403, 'GET', '/sim/books', { host: HERE, origin: 'https://evil.example' }],
    ['a page whose name was bent to this machine', 403, 'GET', '/sim/books', { host: 'evil.example:3001' }],
    [
      'such a page that writes',
      403,
      'POST',
      '/sim/pay',
      { ...json, host: 'evil.example:3001', origin: 'http://evil.example:3001' },
    ],
    ['such a page whose name ends alike', 403, 'GET', '/console', { host: 'evil-localhost:3001' }],
    [
      'such a page at the cashier',
      403,
      'GET',
      '/cashier/:prepayId/state',
      { host: '127.0.0.1.evil.example' },
    ],
    ['nobody’s name', 403, 'GET', '/sim/state', {}],
    ['a name that is none', 403, 'GET', '/sim/state', { host: '%%' }],
  ])('is refused to %s: %i', (_, status, method, route, headers) => {
    expect(controlRefusal({ method, route, headers })?.getStatus()).toBe(status);
  });
});
