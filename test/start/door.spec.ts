import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../given/shop';

const CMS = 'https://cms.example.com';

let shop: Shop;

beforeAll(async () => {
  shop = await Shop.open({ CORS_ORIGINS: CMS });
});

afterAll(() => shop.stop());

/** Bytes as they are, and the whole answer as it comes. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(shop.config.PORT), '127.0.0.1', () => socket.write(text));
    socket.on('data', (part: Buffer) => (answer += part.toString()));
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}

function request(method: string, path: string, headers: string[] = []): Promise<string> {
  return raw(
    [`${method} ${path} HTTP/1.1`, 'Host: shop', 'Connection: close', ...headers, '', ''].join('\r\n'),
  );
}

function preflight(origin: string): Promise<string> {
  return request('OPTIONS', '/api/v1/order/delivery', [
    `Origin: ${origin}`,
    'Access-Control-Request-Method: PUT',
  ]);
}

describe('every answer', () => {
  it.each(['/api/v1/product/recent', '/api/v1/nowhere', '/api/v1/address', '/health/live'])(
    '%s carries the headers of safety, and no name of ours',
    async (path) => {
      const { headers } = await fetch(shop.config.PUBLIC_URL + path);

      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-type')).toContain('charset=utf-8');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
    },
  );

  it('tells a browser to stay with https where the shop is there', async () => {
    const secure = await Shop.open({ PUBLIC_URL: 'https://shop.example.com' });

    const { headers } = await fetch(`http://127.0.0.1:${secure.config.PORT}/health/live`);

    expect(headers.get('strict-transport-security')).toContain('max-age=31536000');
    await secure.stop();
  });
});

describe('the address of a shop alone', () => {
  it('leads to the docs of a sandbox, behind its path prefix too', async () => {
    const behind = await Shop.open({ PUBLIC_URL: 'http://127.0.0.1:3000/mall' });

    const places = [shop, behind].map(async ({ config }) => {
      const answer = await fetch(`http://127.0.0.1:${config.PORT}/`, { redirect: 'manual' });
      return [answer.status, answer.headers.get('location')];
    });

    expect(await Promise.all(places)).toEqual([
      [302, '/docs'],
      [302, '/mall/docs'],
    ]);
    await behind.stop();
  });
});

describe('what is hardly a request', () => {
  it.each([
    ['an address that cannot be read', () => request('GET', '/api/v1/%zz'), 400],
    ['an address too long for a parameter', () => request('GET', `/api/v1/product/${'1'.repeat(200)}`), 400],
    ['TRACE', () => request('TRACE', '/'), 404],
    ['an unknown method', () => request('BREW', '/'), 400],
    ['headers without end', () => request('GET', '/', [`X: ${'y'.repeat(20_000)}`]), 431],
    ['no HTTP at all', () => raw('hello\r\n\r\n'), 400],
  ])('%s is answered in shape', async (_, ask, status) => {
    const answer = await ask();

    const [head, body] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head?.toLowerCase()).toContain('x-content-type-options: nosniff');
    expect(Object.keys(JSON.parse(body!) as object)).toEqual(['msg', 'error_code', 'request_url']);
  });
});

describe('a CMS elsewhere', () => {
  it('of CORS_ORIGINS may PUT with its token', async () => {
    const answer = (await preflight(CMS)).toLowerCase();

    expect(answer).toContain(`access-control-allow-origin: ${CMS}`);
    expect(answer).toMatch(/access-control-allow-methods: .*put/);
    expect(answer).toMatch(/access-control-allow-headers: .*token.*idempotency-key/);
  });

  it('of nowhere may not', async () => {
    expect((await preflight('https://evil.example.com')).toLowerCase()).not.toContain(
      'access-control-allow-origin',
    );
  });
});

describe('a body', () => {
  it('may be a form, as jQuery sends it with PUT too', async () => {
    const answer = await fetch(`${shop.config.PUBLIC_URL}/api/v1/token/app`, {
      method: 'POST',
      body: new URLSearchParams({ ac: shop.config.ADMIN_ACCOUNT, se: shop.config.ADMIN_SECRET! }),
    });

    expect(await answer.json()).toEqual({ token: expect.any(String) });
  });

  it.each([
    ['nothing', '', 'application/json', 400],
    ['a list', '[]', 'application/json', 400],
    ['a number', '5', 'application/json', 400],
    ['a reach for the prototype', '{"code":"a","__proto__":{"x":1}}', 'application/json', 400],
    ['ten thousand levels', `{"code":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 'application/json', 400],
    ['70 KB', JSON.stringify({ code: 'x'.repeat(70_000) }), 'application/json', 413],
    ['XML', '<xml/>', 'text/xml', 415],
  ])('of %s is refused in shape', async (_, body, type, status) => {
    const answer = await fetch(`${shop.config.PUBLIC_URL}/api/v1/token/user`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });

    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error_code: 10000, request_url: '/api/v1/token/user' });
  });
});
