import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { png } from '../given/pictures';
import { Shop } from '../given/shop';

const HOST = 'Host: shop\r\n';
const JSON_POST = `POST /api/v1/token/verify HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;

/** What no HTTP client would send: what it is, its bytes, the statuses that may answer it. */
const MESSAGES: [what: string, bytes: string | Buffer, statuses: number[]][] = [
  ['no HTTP at all', 'hello\r\n\r\n', [400]],
  ['the first bytes of TLS', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00]), [400]],
  ['a method nobody knows', `BREW / HTTP/1.1\r\n${HOST}\r\n`, [400]],
  ['a version nobody knows', `GET / HTTP/9.9\r\n${HOST}\r\n`, [400]],
  ['U+0000 in the address', `GET /api/v1/banner/\0 HTTP/1.1\r\n${HOST}\r\n`, [400]],
  ['raw UTF-8 in the address', Buffer.from(`GET /api/v1/banner/梨 HTTP/1.1\r\n${HOST}\r\n`), [400]],
  ['half a character in the address', rawByte('GET /api/v1/banner/', 0xff), [400]],
  ['an absolute address', `GET http://evil/api/v1/banner/x HTTP/1.1\r\n${HOST}\r\n`, [400, 404]],
  ['an asterisk', `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`, [404]],
  ['a header of 20 KB', `GET / HTTP/1.1\r\n${HOST}x: ${'y'.repeat(20_000)}\r\n\r\n`, [431]],
  ['an address of 20 KB', `GET /${'y'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`, [431]],
  ['a header without a name', `GET / HTTP/1.1\r\n${HOST}: y\r\n\r\n`, [400]],
  ['U+0000 in a header', `GET / HTTP/1.1\r\n${HOST}token: a\0b\r\n\r\n`, [400]],
  ['a length that is no number', `${JSON_POST}Content-Length: abc\r\n\r\n`, [400]],
  ['a negative length', `${JSON_POST}Content-Length: -1\r\n\r\n`, [400]],
  ['a length beyond every number', `${JSON_POST}Content-Length: ${'9'.repeat(30)}\r\n\r\n`, [400, 413]],
  ['a length of 5 MB and no body', `${JSON_POST}Content-Length: 5242880\r\n\r\n`, [413]],
  ['two lengths', `${JSON_POST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, [400]],
  [
    'a length and chunks',
    `${JSON_POST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    [400],
  ],
  ['a chunk that is no number', `${JSON_POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`, [400]],
  ['an encoding nobody knows', `${JSON_POST}Transfer-Encoding: gzip\r\n\r\n{}`, [400]],
  [
    'chunks of 70 KB',
    `${JSON_POST}Transfer-Encoding: chunked\r\n\r\n11170\r\n${'x'.repeat(70_000)}\r\n0\r\n\r\n`,
    [413],
  ],
];

describe('a body that comes slowly', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.stop());

  const PICTURE = png(2, 2);

  function uploadHead(token: string): string {
    const head = `POST /api/v1/admin/picture HTTP/1.1\r\n${HOST}Content-Type: image/png\r\nConnection: close\r\n`;
    return `${head}token: ${token}\r\nContent-Length: ${PICTURE.length}\r\n\r\n`;
  }

  it('[8.7.9] is cut off after fifteen seconds, but for the file of an admin', async () => {
    const { ADMIN_ACCOUNT: ac, ADMIN_SECRET: se, PORT } = shop.config;
    const { body } = await shop.visitor.post('/token/app', { ac, se });
    const file = opened(PORT, uploadHead(body.token), PICTURE.subarray(0, 20));
    const slow = [
      opened(PORT, `${JSON_POST}Content-Length: 20\r\n\r\n{"token":`),
      opened(PORT, `${JSON_POST}Transfer-Encoding: chunked\r\n\r\n9\r\n{"token":\r\n`),
      opened(PORT, uploadHead('nobody'), PICTURE.subarray(0, 20)),
    ];
    const begun = performance.now();

    const ends = await Promise.all(slow.map(({ answer }) => answer));
    const took = performance.now() - begun;
    file.socket.write(PICTURE.subarray(20));

    expect(took).toBeGreaterThan(14_000);
    expect(ends.map((end) => /^HTTP\/1.1 (\d{3})/.exec(end)?.[1])).toEqual(['408', '408', '401']);
    expect(await file.answer).toMatch(/^HTTP\/1.1 201 /);
  }, 120_000);
});

/** A connection that has sent so much, and all that it is answered until its end. */
function opened(port: number, ...bytes: (string | Buffer)[]) {
  const socket = connect(port, '127.0.0.1', () => bytes.forEach((part) => socket.write(part)));
  socket.on('error', () => undefined);
  return { socket, answer: text(socket) };
}

describe('bytes that no client would send', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.stop());

  it.each(MESSAGES)('are answered in shape: %s', async (_, bytes, statuses) => {
    const { status, body } = await say(shop.config.PORT, bytes);

    expect(statuses).toContain(status);
    expect(Object.keys(JSON.parse(body)).toSorted()).toEqual(['error_code', 'msg', 'request_url']);
  });

  it.each([
    ['no host', 'GET /api/v1/banner/1 HTTP/1.1\r\n\r\n', 400],
    ['an expectation nobody knows', `GET /api/v1/banner/x HTTP/1.1\r\n${HOST}Expect: tea\r\n\r\n`, 417],
  ])('are refused by Node itself, without a body: %s', async (_, bytes, status) => {
    expect((await say(shop.config.PORT, bytes)).status).toBe(status);
  });
});

/** The first answer to these bytes. */
async function say(port: number, bytes: string | Buffer): Promise<{ status: number; body: string }> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.end(bytes);
  let said = '';
  for await (const chunk of socket) said += String(chunk);
  const [head = '', body = ''] = said.split('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]), body };
}

function rawByte(before: string, byte: number): Buffer {
  return Buffer.concat([Buffer.from(before), Buffer.from([byte]), Buffer.from(` HTTP/1.1\r\n${HOST}\r\n`)]);
}
