import { parseXml } from '@app/wechat';
import * as fc from 'fast-check';
import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../given/shop';
import { books, due, FAIL, statusOf, SUCCESS, Webhook, type Due, V2 } from './webhook';

let shop: Shop;
let webhook: Webhook;
let order: Due;
/** A genuine notice of `order`; whatever is made of it here is refused. */
let genuine: string;

beforeAll(async () => {
  shop = await Shop.open(V2);
  webhook = new Webhook(shop);
  order = await due(shop);
  genuine = webhook.notice(order);
});
afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});
afterAll(async () => {
  await webhook.close();
  await shop.stop();
});

const within = (xml: string) => genuine.replace('</xml>', `${xml}</xml>`);
const before = (prolog: string) => `${prolog}${genuine}`;

describe('[F14] a notice is refused and changes nothing, when it', () => {
  it.each<[string, () => string | Buffer]>([
    ['is empty', () => ''],
    ['is a blank', () => ' '],
    ['is JSON', () => JSON.stringify({ return_code: 'SUCCESS', result_code: 'SUCCESS' })],
    ['is a form', () => `out_trade_no=${order.orderNo}&result_code=SUCCESS`],
    ['is zeros', () => Buffer.alloc(1000)],
    ['is not closed', () => genuine.slice(0, -'</xml>'.length)],
    ['is cut in the middle', () => genuine.slice(0, genuine.length / 2)],
    ['has another root', () => genuine.replace('<xml>', '<root>').replace('</xml>', '</root>')],
    ['is there twice', () => genuine + genuine],
    ['is wrapped once more', () => `<xml>${genuine}</xml>`],
    ['has text behind it', () => `${genuine}x`],
    ['carries a DTD', () => before('<!DOCTYPE xml>')],
    ['carries a DTD in small letters', () => before('<!doctype xml>')],
    ['carries a DTD behind a declaration', () => before('<?xml version="1.0"?>\n<!DOCTYPE xml []>')],
    ['carries a DTD in a value', () => genuine.replace('[OTHERS]', '[<!DOCTYPE a>]')],
    ['asks for a file', () => hostile('<!ENTITY x SYSTEM "file:///etc/passwd">')],
    ['asks for an address', () => hostile(`<!ENTITY x SYSTEM "${shop.config.WECHAT_PAY_URL}/sim/books">`)],
    ['includes another DTD', () => hostile(`<!ENTITY % x SYSTEM "${shop.config.PUBLIC_URL}/x.dtd"> %x;`)],
    ['is a bomb of entities', () => hostile(BOMB)],
    ['names an entity of HTML', () => within('<a>&nbsp;</a>')],
    ['nests a field', () => within('<a><b>1</b></a>')],
    ['nests 10,000 fields', () => within('<a>'.repeat(5000) + '</a>'.repeat(5000))],
    [
      'nests a field in the order',
      () => genuine.replace(/<out_trade_no>.*?<\/out/, '<out_trade_no><a>1</a></out'),
    ],
    ['has an attribute', () => genuine.replace('<bank_type>', '<bank_type a="1">')],
    ['has an attribute at its root', () => genuine.replace('<xml>', '<xml xmlns="urn:x">')],
    ['has a field twice', () => within('<total_fee>1</total_fee>')],
    ['has a field twice, the same', () => within(`<out_trade_no>${order.orderNo}</out_trade_no>`)],
    ['has an empty field twice', () => within('<attach/><attach/>')],
    ['[F15] has a __proto__', () => within('<__proto__>1</__proto__>')],
    ['[F15] has a __proto__ with fields', () => within('<__proto__><polluted>1</polluted></__proto__>')],
    ['[F15] has a constructor', () => within('<constructor>1</constructor>')],
    [
      '[F15] has a constructor’s prototype',
      () => within('<constructor><prototype><a>1</a></prototype></constructor>'),
    ],
    ['[F15] has a hasOwnProperty', () => within('<hasOwnProperty>1</hasOwnProperty>')],
    ['has a toString', () => within('<toString>1</toString>')],
    ['is a __proto__ that calls itself xml', () => '<__proto__><xml>1</xml></__proto__>'],
    ['has a comment', () => within('<!-- 1 -->')],
    ['has an instruction', () => before('<?php echo 1 ?>')],
    ['has U+0000', () => within('<a>\u0000</a>')],
    ['has U+0000 by its number', () => within('<a>&#0;</a>')],
    ['is in UTF-16', () => Buffer.from(`\uFEFF${genuine}`, 'utf16le')],
    ['is in Latin 1', () => Buffer.from(within('<attach>caf\u00E9</attach>'), 'latin1')],
    ['is in GBK', () => Buffer.concat([Buffer.from(genuine), Buffer.from([0xc6, 0xd5, 0xb6, 0xfd])])],
    ['is compressed', () => gzipSync(genuine)],
    ['has 100,000 fields', () => `<xml>${'<a>1</a>'.repeat(100_000)}</xml>`],
    [
      'has 3,000 fields more',
      () => within(Array.from({ length: 3000 }, (_, i) => `<a${i}>1</a${i}>`).join('')),
    ],
    ['is one byte over 64 KiB', () => padded(64 * 1024 + 1)],
    ['has 20 MB', () => padded(20 * 1024 * 1024)],
  ])('%s', async (_how, made) => {
    const { status, answer, before: old, after } = await webhook.watch(made());

    expect({ status, answer }).toEqual({ status: 200, answer: FAIL });
    expect(after).toEqual(old);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each<[string, Record<string, string>]>([
    ['compressed', { 'content-encoding': 'gzip', 'content-type': 'text/xml' }],
    ['JSON', { 'content-type': 'application/json' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['many parts', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['nothing at all', { 'content-type': ';;;' }],
  ])('says that it is %s and is nonsense', async (_what, headers) => {
    const { status, answer, before: old, after } = await webhook.watch('{"a":', headers);

    expect({ status, answer }).toEqual({ status: 200, answer: FAIL });
    expect(after).toEqual(old);
  });

  it('has no body', async () => {
    const { status, answer } = await webhook.watch('', {});

    expect({ status, answer }).toEqual({ status: 200, answer: FAIL });
  });

  it('is large, without keeping anybody waiting meanwhile', async () => {
    const heavy = [padded(5 * 1024 * 1024), `<xml>${'<a>1</a>'.repeat(100_000)}</xml>`, hostile(BOMB)];
    const refused = Promise.all(heavy.map((body) => webhook.send(body)));
    const begun = performance.now();

    const looked = await shop.visitor.get('/product/recent');
    const waited = performance.now() - begun;

    expect(looked.status).toBe(200);
    expect(waited).toBeLessThan(1000);
    expect((await refused).map(({ body }) => body)).toEqual([FAIL, FAIL, FAIL]);
  });

  it('never ends', async () => {
    const old = await books(shop);

    const sent = await endless(`${shop.config.PUBLIC_URL}/api/v1/pay/notify`);

    expect(sent).toBeLessThan(20 * 1024 * 1024);
    expect(await books(shop)).toEqual(old);
  });
});

const BOMB = `<!ENTITY a "aaaaaaaaaa"><!ENTITY b "${'&a;'.repeat(10)}"><!ENTITY x "${'&b;'.repeat(10)}">`;

function hostile(entities: string): string {
  return `<?xml version="1.0"?><!DOCTYPE xml [${entities}]>${within('<attach>&x;</attach>')}`;
}

function padded(bytes: number): string {
  return within(`<a>${'x'.repeat(bytes - within('<a></a>').length)}</a>`);
}

/** Writes until the shop hangs up; tells how many bytes it took. */
function endless(url: string): Promise<number> {
  return new Promise((resolve) => {
    const call = httpRequest(url, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } });
    const chunk = Buffer.alloc(64 * 1024, 'a');
    let sent = 0;
    const more = () => {
      if (call.destroyed) return;
      sent += chunk.length;
      call.write(chunk, more);
    };
    call.on('close', () => resolve(sent));
    call.on('response', (answer) => answer.resume().on('end', () => call.destroy()));
    call.on('error', () => call.destroy());
    more();
  });
}

describe('whatever is done to a genuine notice', () => {
  it('it is believed if and only if it still says the same', async () => {
    await webhook.send(genuine);
    const { notice: _first, ...settled } = await books(shop);
    const bytes = Buffer.from(genuine);
    const said = { ...parseXml(bytes) };

    await fc.assert(
      fc.asyncProperty(damage(bytes.length), async (damages) => {
        const damaged = damages.reduce(damagedBy, bytes);

        const { status, body } = await webhook.send(damaged);

        expect(status).toBe(200);
        expect(body).toBe(saysTheSame(damaged, said) ? SUCCESS : FAIL);
      }),
      { numRuns: 300 },
    );

    const { notice: _last, ...now } = await books(shop);
    expect(now).toEqual(settled);
    expect(await statusOf(shop, order)).toBe(2);
  });
});

interface Damage {
  at: number;
  /** Bytes taken out. */
  cut: number;
  put: string;
}

const MARKUP = [
  '<',
  '>',
  '&',
  '/',
  ']]>',
  '<![CDATA[',
  '<xml>',
  '</xml>',
  '<!--',
  '<!DOCTYPE',
  '\0',
  '\n',
  '1',
];

function damage(length: number): fc.Arbitrary<Damage[]> {
  const one = fc.record({
    at: fc.nat(length),
    cut: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)),
    put: fc.oneof(fc.constant(''), fc.constantFrom(...MARKUP), fc.string({ maxLength: 3 })),
  });
  return fc.array(one, { minLength: 1, maxLength: 3 });
}

function damagedBy(bytes: Buffer, { at, cut, put }: Damage): Buffer {
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + cut)]);
}

function saysTheSame(bytes: Buffer, said: object): boolean {
  try {
    return JSON.stringify(sorted({ ...parseXml(bytes) })) === JSON.stringify(sorted(said));
  } catch {
    return false;
  }
}

/** Empty fields are not signed, so they say nothing. */
function sorted(fields: object): [string, string][] {
  return (Object.entries(fields) as [string, string][])
    .filter(([, value]) => value !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}
