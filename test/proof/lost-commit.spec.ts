import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Answer, Client } from '../given/client';
import { socketOf, throughPort } from '../given/database';
import { eventually, Shop, type Product } from '../given/shop';
import { TcpProxy, type Mishap } from '../given/tcp-proxy';

/** `COMMIT` and `ready for query`, as PostgreSQL words them. */
const COMMIT_ANSWER_BYTES = 18;
const PLACED = { status: 200, body: { pass: true } };
const UNAVAILABLE = { status: 503, body: { error_code: 90002, request_url: '/api/v1/order' } };

/** The mall reaches its database through a line that breaks when it is told to. */
let line: TcpProxy;
let shop: Shop;
let ann: Client;
let pear: Product;

beforeAll(async () => {
  line = await TcpProxy.open({ path: socketOf(inject('templateUrl')) });
  // A sweep's COMMIT would break in the place of the one that is meant.
  shop = await Shop.open({ MAX_OPEN_ORDERS: '0', ROLE: 'api' }, (url) => throughPort(url, line.port));
});
beforeEach(async () => {
  ann = await shop.shopper('ann');
  pear = await shop.product({ stock: 10 });
});
afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});
afterAll(async () => {
  await shop.stop();
  await line.close();
});

const place = (key: string, product = pear): Promise<Answer> =>
  ann.post('/order', { products: [{ product_id: product.id, count: 1 }] }, { 'idempotency-key': key });

/** As a client does that knows its key: until there is an answer. */
const insist = (key: string, product = pear): Promise<Answer> =>
  eventually(
    () => place(key, product),
    ({ status, body }) => status === 200 || ![90002, 90005].includes(body.error_code),
  );

const lose = (how: Partial<Mishap>) =>
  line.prepare({ words: 'COMMIT', heard: true, answerBytes: 0, kind: 'cut', ...how });

describe('[F33] the answer to COMMIT', () => {
  it.each(Array.from({ length: COMMIT_ANSWER_BYTES }, (_, bytes) => bytes))(
    'cut off after %i bytes leaves exactly one order',
    async (answerBytes) => {
      lose({ answerBytes });

      const first = await place(`cut-${answerBytes}`);
      const again = await insist(`cut-${answerBytes}`);

      expect(first).toMatchObject(UNAVAILABLE);
      expect(again).toMatchObject(PLACED);
      expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 9, reserved: 1, sold: 0 });
    },
  );

  it('that never comes, heard or not, keeps nobody waiting for ever and leaves exactly one order', async () => {
    const plum = await shop.product({ stock: 10 });
    lose({ kind: 'stall' });
    lose({ kind: 'stall', heard: false });
    const begun = performance.now();

    const first = await Promise.all([place('stalled', pear), place('stalled-too', plum)]);
    const waited = performance.now() - begun;
    const again = await Promise.all([insist('stalled', pear), insist('stalled-too', plum)]);

    expect(first).toMatchObject([UNAVAILABLE, UNAVAILABLE]);
    expect(waited).toBeLessThan(9_000);
    expect(again).toMatchObject([PLACED, PLACED]);
    for (const [sku] of [pear.skuIds, plum.skuIds])
      expect(await shop.stockOf(sku)).toEqual({ stock: 9, reserved: 1, sold: 0 });
  });
});

it('a COMMIT that is cut off on its way leaves no order, and the repeat places one', async () => {
  lose({ heard: false });

  const first = await place('unheard');
  const nothing = await shop.stockOf(pear.skuIds[0]);
  const again = await insist('unheard');

  expect(first).toMatchObject(UNAVAILABLE);
  expect(nothing).toEqual({ stock: 10, reserved: 0, sold: 0 });
  expect(again).toMatchObject(PLACED);
  expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 9, reserved: 1, sold: 0 });
});

describe('[F29] [F33] a notice whose COMMIT has no answer', () => {
  it.each([true, false])('(heard: %s) is not acknowledged, and its repeat has one effect', async (heard) => {
    const order = await place(`noticed-${heard}`);
    const prepay = await ann.post('/pay/pre_order', { id: order.body.order_id });
    lose({ heard });

    const paid = await shop.pay(prepay.body);
    await shop.later(15);
    const detail = await eventually(
      () => ann.get(`/order/${order.body.order_id}`),
      ({ body }) => body.status === 2,
    );

    expect(paid.body.notified).toMatchObject([{ status: 500, body: expect.stringContaining('FAIL') }]);
    expect(detail.body.status).toBe(2);
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 9, reserved: 0, sold: 1 });
  });
});
