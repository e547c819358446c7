import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { png } from '../given/pictures';
import { Shop } from '../given/shop';

const UNKNOWN = 2_000_000_000;
const FOREIGN_KEY = { code: '23503', constraint: 'product_default_sku' };

describe('the default sku', () => {
  let shop: Shop;
  let admin: Client;
  let ann: Client;
  let picture: number;
  let category: number;
  beforeAll(async () => {
    shop = await Shop.open({ MAX_OPEN_ORDERS: '0' });
    [admin, ann] = [await shop.admin(), await shop.shopper('ann')];
    const headers = { 'content-type': 'image/png' };
    picture = (await admin.send('POST', '/admin/picture', { headers, body: png(2) })).body.id;
    category = (await admin.post('/admin/category', { name: '茶', picture_id: picture })).body.id;
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  /** Three sizes at 3, 2 and 1 yuan, with 10, 20 and 30 pieces. */
  const SKUS = [
    { spec: '大', price: '3.00' },
    { spec: '中', price: '2.00' },
    { spec: '小', price: '1.00' },
  ];
  const ALL = { price: '1.00', stock: 60 };
  const OF = [
    { price: '3.00', stock: 10 },
    { price: '2.00', stock: 20 },
    { price: '1.00', stock: 30 },
  ];

  async function create(wish: object) {
    return admin.post('/admin/product', {
      name: '茶',
      picture_id: picture,
      category_id: category,
      on_sale: true,
      skus: SKUS,
      ...wish,
    });
  }

  async function made(wish: object = {}): Promise<{ id: number; skuIds: number[] }> {
    const { id } = (await create(wish)).body;
    const { skus } = (await admin.get(`/admin/product/${id}`)).body;
    const skuIds: number[] = skus.map((sku: { id: number }) => sku.id);
    for (const [n, skuId] of skuIds.entries())
      await admin.post(`/admin/sku/${skuId}/stock`, { kind: 'IN', count: 10 * (n + 1), reason: '到货' });
    return { id, skuIds };
  }

  const change = (id: number, wish: object) =>
    admin.put(`/admin/product/${id}`, {
      name: '茶',
      picture_id: picture,
      category_id: category,
      ...wish,
    });
  const defaultOf = async (id: number) => (await admin.get(`/admin/product/${id}`)).body.default_sku_id;
  const order = (lines: object[], route = '/order') => ann.post(route, { products: lines });

  /** What every list and the page itself show. */
  async function shown(id: number) {
    const theme = await admin.post('/admin/theme', {
      name: '专题',
      topic_picture_id: picture,
      head_picture_id: picture,
    });
    await admin.put(`/admin/theme/${theme.body.id}/product`, { product_ids: [id] });
    const lists = [
      (await shop.visitor.get('/product/recent')).body,
      (await shop.visitor.get(`/product/by_category?id=${category}`)).body,
      (await shop.visitor.get(`/theme/${theme.body.id}`)).body.products,
      [(await shop.visitor.get(`/product/${id}`)).body],
    ];
    const cards = lists.map((list) => list.find((card: { id: number }) => card.id === id));
    const seen = cards.map(({ price, stock }) => ({ price, stock }));
    expect(seen).toEqual(seen.map(() => seen[0]));
    return seen[0];
  }

  const sent = (...rows: (string | number)[][]) =>
    admin.send('POST', '/admin/product/csv', {
      headers: { 'content-type': 'text/csv' },
      body: rows.map((row) => row.join(',')).join('\r\n'),
    });
  const exported = async (): Promise<string> => (await admin.get('/admin/product.csv')).body;
  const found = async (name: string) =>
    (await admin.get(`/admin/product?name=${encodeURIComponent(name)}`)).body.data[0];

  describe('of a new product', () => {
    it.each<[string, object, number | null]>([
      ['is its only one', { skus: [{ price: '3.00' }] }, 0],
      ['is the first of several', {}, 0],
      ['is the one that is marked', { skus: SKUS.map((sku, n) => ({ ...sku, default: n === 1 })) }, 1],
      ['is the first where none is marked', { skus: SKUS.map((sku) => ({ ...sku, default: false })) }, 0],
      ['is none where the merchant says so', { default_sku_id: null }, null],
      ['is none of a product of one size', { skus: [{ price: '3.00' }], default_sku_id: null }, null],
    ])('%s', async (_, wish, place) => {
      const { id, skuIds } = await made(wish);

      expect(await defaultOf(id)).toBe(place === null ? null : skuIds[place]);
      const whole = skuIds.length === 1 ? OF[0] : ALL;
      expect(await shown(id)).toEqual(place === null ? whole : OF[place]);
    });

    it.each<[string, object, string]>([
      ['two that are marked', { skus: SKUS.map((sku) => ({ ...sku, default: true })) }, 'skus'],
      ['a mark that is none', { skus: [{ ...SKUS[0], default: 'yes' }] }, 'skus'],
      [
        'one marked and none wanted',
        { skus: [{ ...SKUS[0], default: true }], default_sku_id: null },
        'default_sku_id',
      ],
      ['an id of what is not there yet', { default_sku_id: 1 }, 'default_sku_id'],
    ])('is refused: %s', async (_, wish, field) => {
      expect(await create(wish)).toMatchObject({
        status: 400,
        body: { error_code: 10000, msg: { [field]: expect.any(String) } },
      });
    });
  });

  describe('of a product that is there', () => {
    it('is chosen, taken away and given again by the merchant, and stays where nothing is said of it', async () => {
      const { id, skuIds } = await made();
      const seen: unknown[] = [];

      for (const wish of [
        { default_sku_id: skuIds[2] },
        {},
        { default_sku_id: null },
        {},
        { default_sku_id: skuIds[1] },
      ]) {
        expect((await change(id, wish)).status).toBe(200);
        seen.push(await shown(id));
      }

      expect(seen).toEqual([OF[2], OF[2], ALL, ALL, OF[1]]);
    });

    it('is an enabled one of its own', async () => {
      const [tea, other] = [await made(), await made()];
      const off = tea.skuIds[2]!;
      await admin.post(`/admin/sku/${off}/disable`);

      for (const wrong of [other.skuIds[0], off, UNKNOWN])
        expect(await change(tea.id, { default_sku_id: wrong })).toMatchObject({
          status: 400,
          body: { error_code: 10000, msg: { default_sku_id: `id为${wrong}的规格不是该商品启用的规格` } },
        });
      for (const wrong of [0, -1, 1.5, 'x', 2 ** 31, [], {}, true])
        expect(await change(tea.id, { default_sku_id: wrong })).toMatchObject({ status: 400 });
      expect(await defaultOf(tea.id)).toBe(tea.skuIds[0]);
    });

    it('stays when a size comes, unless that one is said to be it', async () => {
      const { id, skuIds } = await made();

      await admin.post(`/admin/product/${id}/sku`, { spec: '特', price: '9.00' });
      const before = await defaultOf(id);
      const { body } = await admin.post(`/admin/product/${id}/sku`, {
        spec: '新',
        price: '8.00',
        default: true,
      });

      expect([before, await defaultOf(id)]).toEqual([skuIds[0], body.id]);
      expect(await shown(id)).toEqual({ price: '8.00', stock: 0 });
    });

    it('is the first that is enabled once it is disabled, and does not come back by itself', async () => {
      const { id, skuIds } = await made();
      const [big, middle, small] = skuIds as [number, number, number];
      const seen: number[] = [];

      for (const [skuId, act] of [
        [big, 'disable'],
        [big, 'enable'],
        [small, 'disable'],
        [middle, 'disable'],
      ] as const) {
        expect((await admin.post(`/admin/sku/${skuId}/${act}`)).status).toBe(201);
        seen.push(await defaultOf(id));
      }

      expect(seen).toEqual([middle, middle, middle, big]);
      expect(await shown(id)).toEqual(OF[0]);
      expect(await admin.post(`/admin/sku/${big}/disable`)).toMatchObject({ body: { error_code: 20014 } });
    });

    it('stays none when a size is disabled; the last that is enabled is meant all the same', async () => {
      const { id, skuIds } = await made({ default_sku_id: null });

      await admin.post(`/admin/sku/${skuIds[0]}/disable`);
      const twoLeft = await order([{ product_id: id, count: 1 }]);
      await admin.post(`/admin/sku/${skuIds[1]}/disable`);
      const oneLeft = await order([{ product_id: id, count: 1 }]);

      expect(await defaultOf(id)).toBeNull();
      expect(twoLeft).toMatchObject({ status: 400, body: { error_code: 10000 } });
      expect(oneLeft.body).toMatchObject({ pass: true });
      expect(await shop.stockOf(skuIds[2])).toEqual({ stock: 29, reserved: 1, sold: 0 });
    });

    it('is an enabled one after any rush of choosing and disabling', async () => {
      const { id, skuIds } = await made();

      for (let round = 0; round < 5; round += 1) {
        await Promise.all([
          ...skuIds.map((skuId) => change(id, { default_sku_id: skuId })),
          ...skuIds.map((skuId) => admin.post(`/admin/sku/${skuId}/disable`)),
        ]);
        const { rows } = await shop.db.query(
          `SELECT disabled_at FROM sku JOIN product ON product.id = product_id AND default_sku_id = sku.id
            WHERE product.id = $1`,
          [id],
        );
        expect(rows).toEqual([{ disabled_at: null }]);
        for (const skuId of skuIds) await admin.post(`/admin/sku/${skuId}/enable`);
      }
    });

    it('is kept right by the database, whoever writes', async () => {
      const [tea, other] = [await made(), await made()];

      await expect(
        shop.db.query('UPDATE product SET default_sku_id = $2 WHERE id = $1', [tea.id, other.skuIds[0]]),
      ).rejects.toMatchObject(FOREIGN_KEY);
      await expect(
        shop.db.query('UPDATE sku SET disabled_at = now() WHERE id = $1', [tea.skuIds[0]]),
      ).rejects.toMatchObject(FOREIGN_KEY);
      await shop.db.query('UPDATE sku SET disabled_at = now() WHERE id = $1', [tea.skuIds[1]]);
      await expect(
        shop.db.query('UPDATE product SET default_sku_id = $2 WHERE id = $1', [tea.id, tea.skuIds[1]]),
      ).rejects.toMatchObject(FOREIGN_KEY);
    });
  });

  describe('in a spreadsheet', () => {
    it('leaves in a column of its own, the last, and comes back without a change', async () => {
      const [tea, free] = [await made(), await made({ default_sku_id: null })];

      const text = await exported();
      const { body } = await admin.send('POST', '/admin/product/csv', {
        headers: { 'content-type': 'text/csv' },
        body: text,
      });

      const marks = (ids: number[]) =>
        text
          .split('\r\n')
          .filter((line) => ids.includes(Number(line.split(',')[0])))
          .map((line) => line.split(',').at(-1));
      expect(text.split('\r\n')[0]).toMatch(/,主图ID,默认规格$/);
      expect(marks(tea.skuIds)).toEqual(['是', '否', '否']);
      expect(marks(free.skuIds)).toEqual(['否', '否', '否']);
      expect(body).toMatchObject({ created: 0, changed: 0, error_count: 0 });
      expect(await exported()).toBe(text);
    });

    it('is chosen and taken away, once', async () => {
      const { id, skuIds } = await made();
      const file = (word: string, skuId = skuIds[0]!) => sent(['规格ID', '默认规格'], [skuId, word]);
      const seen: [number, number | null][] = [];

      for (const [word, skuId] of [
        ['是', skuIds[2]],
        ['是', skuIds[2]],
        ['否', skuIds[0]],
        ['', skuIds[2]],
        ['否', skuIds[2]],
        ['no', skuIds[2]],
        ['1', skuIds[0]],
      ] as const)
        seen.push([(await file(word, skuId)).body.changed, await defaultOf(id)]);

      expect(seen).toEqual([
        [1, skuIds[2]],
        [0, skuIds[2]],
        [0, skuIds[2]],
        [0, skuIds[2]],
        [1, null],
        [0, null],
        [1, skuIds[0]],
      ]);
    });

    it.each<[string, string[], string[], number | null]>([
      ['the first of a file without the column', [], [], 0],
      ['the first where nothing is said', ['默认规格'], ['', ''], 0],
      ['the one that says so', ['默认规格'], ['否', '是'], 1],
      ['none where all say no', ['默认规格'], ['否', '否'], null],
    ])('is of a new product %s', async (name, column, words, place) => {
      const rows = ['大', '小'].map((spec, n) => [
        `${name}${spec}`,
        `新品${name}`,
        spec,
        '1.00',
        picture,
        ...(words[n] === undefined ? [] : [words[n]]),
      ]);
      const file = [['编码', '商品名称', '规格', '价格', '主图ID', ...column], ...rows];

      const [first, again] = [await sent(...file), await sent(...file)];

      const { default_sku_id, skus } = await found(`新品${name}`);
      expect(first.body).toMatchObject({ created: 1, changed: 0 });
      expect(again.body).toMatchObject({ created: 0, changed: 0 });
      expect(default_sku_id).toBe(place === null ? null : skus[place].id);
    });

    it('may be a size that comes with the file, in the place of another', async () => {
      const { id } = await made();
      const file = [
        ['商品ID', '编码', '规格', '价格', '默认规格'],
        [id, `NEW-${id}`, '新', '7.00', '是'],
      ];

      const [first, again] = [await sent(...file), await sent(...file)];

      expect([first.body.created, again.body.created, again.body.changed]).toEqual([1, 0, 0]);
      expect(await shown(id)).toEqual({ price: '7.00', stock: 0 });
    });

    it('is refused twice of one product, and in other words than yes and no', async () => {
      const { id, skuIds } = await made();

      const twice = await sent(['规格ID', '默认规格'], [skuIds[1]!, '是'], [skuIds[2]!, '是']);
      const word = await sent(['规格ID', '默认规格'], [skuIds[1]!, '也许']);

      expect(twice).toMatchObject({
        status: 400,
        body: { error_code: 20024, msg: { 第3行: '默认规格与第2行的同一商品重复' } },
      });
      expect(word).toMatchObject({ status: 400, body: { msg: { 第2行: '默认规格只能填是或否' } } });
      expect(await defaultOf(id)).toBe(skuIds[0]);
    });
  });
});
