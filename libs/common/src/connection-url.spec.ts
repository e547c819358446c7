import { describe, expect, it } from 'vitest';
import { connectionUrlFault } from './connection-url';

const faultOf = (url: string) => connectionUrlFault(url, ['postgres', 'postgresql']);

describe('the address of a database', () => {
  it.each([
    'postgres://shop:secret@127.0.0.1:5432/shop',
    'postgresql://shop:secret@db.example.com/shop?sslmode=require',
    'postgres://shop:a%23b%3Fc%2Fd%25e%40f%20g@db/shop',
    'postgres://shop:p:a$s&w+o=r~d!@db:5432/shop',
    'postgres://shop:a@b@db/shop',
    'postgres://shop@[::1]:5432/shop',
    'postgres://db',
    'postgres://minimall@localhost/minimall?host=%2Fvar%2Frun',
    'postgres://shop@/shop?host=/var/run/postgresql',
    'postgres:///shop?host=/run&user=ann@server',
    'postgres://db:5432/shop?user=ann@server&password=secret',
    'postgres://shop:密码@db/店',
  ])('may be %s', (url) => {
    expect(faultOf(url)).toBeUndefined();
  });

  it.each([
    ['#', 'postgres://shop:sec#ret@127.0.0.1:5432/shop', /contains a # .*# is written %23/],
    ['?', 'postgres://shop:sec?ret@127.0.0.1:5432/shop', /contains a \? .*\? %3F/],
    ['? behind digits', 'postgres://shop:12?ret@127.0.0.1/shop', /contains a \? .*\? %3F/],
    ['? and =', 'postgres://shop:sec?a=ret@127.0.0.1/shop', /contains a \? .*\? %3F/],
    ['/', 'postgres://shop:sec/ret@127.0.0.1:5432/shop', /contains a \/ .*\/ %2F/],
    ['/ behind digits', 'postgres://shop:12/ret@127.0.0.1:5432/shop', /contains a \/ .*\/ %2F/],
    ['/ and ?', 'postgres://shop:se/c?ret@127.0.0.1/shop', /contains a \/ .*\/ %2F/],
    ['@ and /', 'postgres://shop:se@c/ret@127.0.0.1/shop', /contains a \/ or @ .*@ %40/],
    ['%', 'postgres://shop:sec%ret@127.0.0.1:5432/shop', /contains a % .*% %25/],
    ['% before hex', 'postgres://shop:sec%ffret@127.0.0.1:5432/shop', /contains a % .*% %25/],
    ['a space', 'postgres://shop:sec ret@127.0.0.1:5432/shop', /contains a space .*a space %20/],
    ['another scheme', 'mysql://shop:secret@127.0.0.1/shop', /must begin with postgres:\/\/ or postgresql:/],
    ['no scheme', 'shop:secret@127.0.0.1/shop', /must begin with postgres:\/\//],
    ['no slashes', 'postgres:shop:secret@127.0.0.1/shop', /must begin with postgres:\/\//],
    ['a port of letters', 'postgres://shop:secret@127.0.0.1:54x2/shop', /cannot be read: .*HOST:PORT/],
    ['two hosts', 'postgres://shop:secret@one:5432,two:5432/shop', /cannot be read/],
  ])('with %s is told without its secret', (_, url, words) => {
    const fault = faultOf(url);

    expect(fault).toMatch(words);
    expect(fault).not.toMatch(/sec|ret\b/);
  });
});
