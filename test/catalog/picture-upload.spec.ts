import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { form, FORM_TYPE } from '../given/form';
import { exif, gif, jpeg, jpegSegment, png, vp8l, webp } from '../given/pictures';
import { Shop } from '../given/shop';

const MB = 1024 * 1024;
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

describe('a picture that the merchant uploads', () => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open({ IMAGE_URL: 'https://cdn.example.com/shop' });
    admin = await shop.admin();
  });
  afterAll(() => shop.stop());

  const upload = (body: Buffer, type = 'image/jpeg', client = admin) =>
    client.send('POST', '/admin/picture', { headers: { 'content-type': type }, body });

  const fetched = async (url: string) => fetch(url.replace(shop.config.IMAGE_URL, shop.config.PUBLIC_URL));

  async function pictures(): Promise<number> {
    const { rows } = await shop.db.query<{ count: number }>('SELECT count(*)::int4 AS count FROM picture');
    return rows[0]!.count;
  }

  it('is read at the address of the CDN, and from the shop for ever', async () => {
    const bytes = png(4, 3);

    const { status, body } = await upload(bytes, 'image/png');
    const answer = await fetched(body.url);

    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(Number),
      url: expect.stringMatching(/^https:\/\/cdn\.example\.com\/shop\/images\/[0-9a-f]{64}\.png$/),
      width: 4,
      height: 3,
      size: bytes.length,
    });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
    });
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('is listed with the id by which goods name it, the newest first', async () => {
    const ids = [];
    for (const width of [5, 6, 7]) ids.push((await upload(png(width, 1), 'image/png')).body.id);

    const newest = await admin.get('/admin/picture?size=2');
    const older = await admin.get(`/admin/picture?size=1&before=${newest.body.next}`);

    expect(newest.body.data.map((picture: { id: number }) => picture.id)).toEqual([ids[2], ids[1]]);
    expect(newest.body.next).toBe(ids[1]);
    expect(older.body.data).toEqual([
      {
        id: ids[0],
        url: expect.stringMatching(/^https:\/\/cdn\.example\.com\/shop\/images\/[0-9a-f]{64}\.png$/),
        size: png(5, 1).length,
        create_time: expect.any(String),
      },
    ]);
  });

  it('comes back without the place where it was taken, upright as it was held', async () => {
    const { body } = await upload(jpeg({ width: 30, height: 20, extra: [jpegSegment(0xe1, exif(6))] }));

    const bytes = Buffer.from(await (await fetched(body.url)).arrayBuffer());

    expect(body).toMatchObject({ width: 20, height: 30 });
    expect(bytes.includes('GPS')).toBe(false);
    expect(bytes.includes('Exif')).toBe(true);
    const rest = jpeg({ width: 30, height: 20 });
    expect(bytes.subarray(-rest.length + 2).equals(rest.subarray(2))).toBe(true);
  });

  it('still decodes', async () => {
    const { body } = await upload(png(5, 4), 'image/png');

    const bytes = Buffer.from(await (await fetched(body.url)).arrayBuffer());

    expect(PNG.sync.read(bytes)).toMatchObject({ width: 5, height: 4 });
  });

  it('is one row, however often it comes and whatever was written beside it', async () => {
    const [plain, located] = [jpeg({ width: 9 }), jpeg({ width: 9, extra: [jpegSegment(0xfe, 'here')] })];
    const before = await pictures();

    const answers = await Promise.all([plain, located, plain, located, plain].map((bytes) => upload(bytes)));

    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await pictures()).toBe(before + 1);
  });

  it.each([
    ['image/png', jpeg(), 'jpg'],
    ['image/jpeg', webp(vp8l(2, 2)), 'webp'],
    ['image/webp', gif(), 'gif'],
    ['image/gif', png(1, 1), 'png'],
    ['IMAGE/JPEG; name=x', jpeg(), 'jpg'],
  ])('called %s is what its bytes say', async (type, bytes, extension) => {
    const { status, body } = await upload(bytes, type);

    expect(status).toBe(201);
    expect(body.url.endsWith(`.${extension}`)).toBe(true);
    expect((await fetched(body.url)).headers.get('content-type')).toMatch(/^image\//);
  });

  it.each<[string, string | undefined]>([
    ['image/jpg', 'image/jpg'],
    ['image/pjpeg', 'image/pjpeg'],
    ['application/octet-stream', 'application/octet-stream'],
    ['nothing', undefined],
  ])('[G4] called %s is taken for its bytes', async (_, type) => {
    const body = jpeg({ width: 11 });

    const answer = await admin.send('POST', '/admin/picture', {
      headers: { ...(type && { 'content-type': type }) },
      body,
    });

    expect(answer).toMatchObject({ status: 201, body: { width: 11 } });
  });

  it.each<[string, Buffer]>([
    ['alone', form({ name: 'file', filename: 'a.jpg', type: 'image/jpeg', body: jpeg({ width: 12 }) })],
    ['under another name', form({ name: 'upfile', filename: '照片.JPG', body: jpeg({ width: 12 }) })],
    [
      'between fields',
      form(
        { name: 'user', body: 'test' },
        { name: 'file', filename: 'wx-tmp', type: 'application/octet-stream', body: jpeg({ width: 12 }) },
        { name: 'note', body: '{"a":1}' },
      ),
    ],
  ])('[G4] comes in a form, as wx.uploadFile sends it, %s', async (_, body) => {
    const answer = await upload(body, FORM_TYPE);

    expect(answer).toMatchObject({ status: 201, body: { width: 12 } });
  });

  const FILE = { name: 'file', filename: 'a.jpg', type: 'image/jpeg' };

  it.each<[string, Buffer, string, number, number]>([
    ['a form without a file', form({ name: 'file', body: 'x' }), FORM_TYPE, 400, 10000],
    ['an empty form', form(), FORM_TYPE, 400, 10000],
    ['two files', form({ ...FILE, body: jpeg() }, { ...FILE, body: jpeg() }), FORM_TYPE, 400, 10000],
    [
      'a form of 30 fields',
      form(...Array.from({ length: 30 }, (_, n) => ({ name: `f${n}`, body: 'x' }))),
      FORM_TYPE,
      400,
      10000,
    ],
    ['a form that ends early', form({ ...FILE, body: jpeg() }).subarray(0, -30), FORM_TYPE, 400, 10000],
    ['a form without its boundary', form({ ...FILE, body: jpeg() }), 'multipart/form-data', 400, 10000],
    ['a form that is none', Buffer.from('x'.repeat(1000)), FORM_TYPE, 400, 10000],
    ['a reach for the prototype', form({ ...FILE, name: '__proto__', body: jpeg() }), FORM_TYPE, 400, 10000],
    ['a form with a page', form({ ...FILE, body: '<html></html>' }), FORM_TYPE, 415, 20010],
    ['a form with half a picture', form({ ...FILE, body: jpeg().subarray(0, 40) }), FORM_TYPE, 400, 20011],
    [
      'a form with 5 MB and one byte',
      form({ ...FILE, body: Buffer.alloc(5 * MB + 1) }),
      FORM_TYPE,
      413,
      10000,
    ],
    ['a form with 20 MB', form({ ...FILE, body: Buffer.alloc(20 * MB) }), FORM_TYPE, 413, 10000],
    ["[F10] an iPhone's photo", Buffer.from('\0\0\0\x24ftypheic\0\0\0\0mif1heic'), 'image/heic', 415, 20010],
    ['[F10] AVIF', Buffer.from('\0\0\0\x20ftypavif\0\0\0\0'), 'image/avif', 415, 20010],
    ['[F10] TIFF', Buffer.from('II*\0\x08\0\0\0'), 'image/tiff', 415, 20010],
    ['[F10] a bitmap', Buffer.from('BM\0\0\0\0'), 'image/bmp', 415, 20010],
    ['[F10] a bitmap without a type', Buffer.from('BM\0\0\0\0'), 'application/octet-stream', 415, 20010],
    ['nothing at all', Buffer.alloc(0), 'application/octet-stream', 415, 20010],
    ['an SVG called PNG', SVG, 'image/png', 415, 20010],
    ['an SVG', SVG, 'image/svg+xml', 415, 20010],
    ['a page called JPEG', Buffer.from('<html></html>'), 'image/jpeg', 415, 20010],
    ['a page', Buffer.from('<html></html>'), 'text/html', 415, 10000],
    ['JSON', Buffer.from('{}'), 'application/json', 415, 10000],
    ['half a picture', jpeg().subarray(0, 40), 'image/jpeg', 400, 20011],
    ['a side too long', png(1, 8001), 'image/png', 400, 20012],
    ['more than 5 MB', Buffer.concat([png(), Buffer.alloc(5 * MB)]), 'image/png', 413, 10000],
  ])('is refused: %s', async (_, bytes, type, status, error_code) => {
    const before = await pictures();

    const answer = await upload(bytes, type);

    expect(answer).toMatchObject({ status, body: { error_code, request_url: '/api/v1/admin/picture' } });
    expect(await pictures()).toBe(before);
  });

  it('may have 5 MB', async () => {
    const bytes = jpeg({ extra: Array.from({ length: 79 }, () => jpegSegment(0xfe, 'x'.repeat(65_000))) });

    expect(bytes.length).toBeGreaterThan(4.8 * MB);
    expect((await upload(bytes)).status).toBe(201);
  });

  it.each([
    ['a shopper', 403],
    ['nobody', 401],
  ])('is not taken from %s', async (who, status) => {
    const client = who === 'nobody' ? shop.visitor : await shop.shopper('eve');

    expect((await upload(Buffer.alloc(MB), 'image/jpeg', client)).status).toBe(status);
  });

  it.each<[string, Buffer]>([
    ['image/png', png()],
    ['application/octet-stream', png()],
    ['application/x-file', png()],
    ['text/csv', Buffer.from('a,b')],
    [FORM_TYPE, form({ ...FILE, body: png() })],
  ])('called %s is taken where pictures are, and nowhere else', async (type, body) => {
    const answer = await admin.send('POST', '/token/app', { headers: { 'content-type': type }, body });

    expect(answer).toMatchObject({ status: 415, body: { error_code: 10000 } });
  });

  it('[G4] in a form is not read for a shopper', async () => {
    const eve = await shop.shopper('eve');

    expect((await upload(form({ ...FILE, body: jpeg() }), FORM_TYPE, eve)).status).toBe(403);
    expect((await upload(form({ ...FILE, body: jpeg() }), FORM_TYPE, shop.visitor)).status).toBe(401);
  });
});
