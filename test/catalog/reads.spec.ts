import { StockService, type ProductLine } from '@app/catalog';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../given/shop';

const CARD = ['id', 'img_id', 'main_img_url', 'name', 'price', 'stock'];
const BYTES = Buffer.from('not really a picture');
const HASH = createHash('sha256').update(BYTES).digest('hex');

describe('an empty shop', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.stop());

  it.each([
    ['/product/recent', 20000],
    ['/product/by_category?id=1', 20000],
    ['/product/1', 20000],
    ['/category/all', 50000],
  ])('has nothing at %s', async (path, error_code) => {
    const answer = await shop.visitor.get(path);

    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({ msg: expect.any(String), error_code, request_url: `/api/v1${path}` });
  });
});

describe('the catalog', () => {
  let shop: Shop;
  let picture: number;
  let fruit: number;
  let pear: number;
  let tea: { id: number; skuIds: number[] };
  let rice: { id: number; skuIds: number[] };
  let hidden: number;
  beforeAll(async () => {
    shop = await Shop.open();
    picture = await id(`INSERT INTO picture (hash, media_type, bytes) VALUES ($1, 'image/jpeg', $2)`, [
      Buffer.from(HASH, 'hex'),
      BYTES,
    ]);
    fruit = await id(`INSERT INTO category (name, description, picture_id) VALUES ('果', '甜', $1)`, [
      picture,
    ]);
    pear = (await shop.product({ name: '梨', priceFen: 29, stock: 7 })).id;
    tea = await shop.product({ name: '茶', sizes: ['大', '小'], stock: 5 });
    rice = await shop.product({ name: '米', sizes: ['袋', '斤'], stock: 5, hasDefault: false });
    hidden = (await shop.product({ name: '藏' })).id;
    await shop.db.query('UPDATE product SET picture_id = $1, category_id = $2', [picture, fruit]);
    await shop.db.query(`UPDATE product SET on_sale = false WHERE id = $1`, [hidden]);
    await shop.db.query(`UPDATE product SET created_at = '2020-01-01' WHERE id = $1`, [pear]);
    await shop.db.query(`UPDATE product SET created_at = '2019-01-01' WHERE id = $1`, [rice.id]);
    await shop.db.query(`UPDATE sku SET price_fen = 101 WHERE id = ANY($1)`, [
      [tea.skuIds[1], rice.skuIds[1]],
    ]);
    await shop.db.query(
      `INSERT INTO product_picture (product_id, picture_id, position) VALUES ($1, $2, 2), ($1, $2, 1)`,
      [tea.id, picture],
    );
    await shop.db.query(
      `INSERT INTO product_property (product_id, name, detail, position) VALUES ($1, '产地', '云南', 1), ($1, '品名', '茶', 0)`,
      [tea.id],
    );
  });
  afterAll(() => shop.stop());

  const offers = (lines: ProductLine[]) => shop.mall.get(StockService).offers(lines);

  const fetched = (file: string, headers: Record<string, string> = {}) =>
    fetch(`${shop.config.PUBLIC_URL}/images/${file}`, { headers });

  const id = async (sql: string, params: unknown[]): Promise<number> =>
    (await shop.db.query(`${sql} RETURNING id`, params)).rows[0].id;

  it('shows the newest first, with the fields of the contract alone', async () => {
    const { status, body } = await shop.visitor.get('/product/recent');

    expect(status).toBe(200);
    expect(body.map((card: { id: number }) => card.id)).toEqual([tea.id, pear, rice.id]);
    for (const card of body) expect(Object.keys(card).toSorted()).toEqual(CARD);
    expect(body[1]).toEqual({
      id: pear,
      name: '梨',
      price: '0.29',
      stock: 7,
      main_img_url: `${shop.config.PUBLIC_URL}/images/${HASH}.jpg`,
      img_id: picture,
    });
  });

  it('shows of several sizes the price and the stock of the default one', async () => {
    const { body } = await shop.visitor.get('/product/recent?count=1');

    expect(body).toMatchObject([{ id: tea.id, price: '19.99', stock: 5 }]);
  });

  it('shows of several sizes without a default one the lowest price and the stock together', async () => {
    const { body } = await shop.visitor.get('/product/recent');

    expect(body.at(-1)).toMatchObject({ id: rice.id, price: '1.01', stock: 10 });
  });

  it('shows the goods of a category', async () => {
    const { body } = await shop.visitor.get(`/product/by_category?id=${fruit}`);

    expect(body.map((card: { id: number }) => card.id)).toEqual([pear, tea.id, rice.id]);
    for (const card of body) expect(Object.keys(card).toSorted()).toEqual(CARD);
  });

  it('shows a product with its pictures, properties and sizes in order', async () => {
    const { body } = await shop.visitor.get(`/product/${tea.id}`);

    const url = `${shop.config.PUBLIC_URL}/images/${HASH}.jpg`;
    expect(body).toEqual({
      id: tea.id,
      name: '茶',
      price: '19.99',
      stock: 5,
      main_img_url: url,
      img_id: picture,
      summary: null,
      imgs: [
        { id: expect.any(Number), order: 1, img_url: { url } },
        { id: expect.any(Number), order: 2, img_url: { url } },
      ],
      properties: [
        { name: '品名', detail: '茶' },
        { name: '产地', detail: '云南' },
      ],
      skus: [
        { id: tea.skuIds[0], spec: '大', price: '19.99', stock: 5 },
        { id: tea.skuIds[1], spec: '小', price: '1.01', stock: 5 },
      ],
    });
  });

  it('shows no sizes of a product that has none', async () => {
    const { body } = await shop.visitor.get(`/product/${pear}`);

    expect(Object.keys(body).toSorted()).toEqual([...CARD, 'imgs', 'properties', 'summary'].toSorted());
  });

  it('does not show what is not on sale', async () => {
    const answer = await shop.visitor.get(`/product/${hidden}`);

    expect(answer).toMatchObject({ status: 404, body: { error_code: 20000 } });
  });

  it('shows the categories, their picture under both names', async () => {
    const { body } = await shop.visitor.get('/category/all');

    const img = { url: `${shop.config.PUBLIC_URL}/images/${HASH}.jpg` };
    expect(body).toEqual([
      { id: fruit, name: '果', description: '甜', topic_img_id: picture, img, topic_img: img },
    ]);
  });

  it.each(['0', '-1', '1.5', 'abc', '2147483648', '1e99', '%00', '%E6%A2%A8'])(
    'refuses %s as an id',
    async (bad) => {
      for (const path of [`/product/${bad}`, `/product/by_category?id=${bad}`])
        expect(await shop.visitor.get(path)).toMatchObject({ status: 400, body: { error_code: 10000 } });
    },
  );

  it.each(['0', '16', '-1', '1.5', 'abc', ''])('refuses %j as a count', async (count) => {
    const answer = await shop.visitor.get(`/product/recent?count=${count}`);

    expect(answer).toMatchObject({
      status: 400,
      body: { msg: { count: 'count只能在 1 - 15 之间' }, error_code: 10000 },
    });
  });

  describe('offers', () => {
    it('offers the only sku of a product', async () => {
      expect(await offers([{ productId: pear }])).toEqual([
        {
          skuId: expect.any(Number),
          productId: pear,
          name: '梨',
          spec: '',
          priceFen: 29,
          img: `/images/${HASH}.jpg`,
          stock: 7,
          onSale: true,
          isMeant: true,
        },
      ]);
    });

    it('offers the size that is named, or all where none is', async () => {
      const [big, small] = tea.skuIds as [number, number];

      const named = await offers([{ productId: tea.id, skuId: small }]);
      const unnamed = await offers([{ productId: tea.id }]);
      const twice = await offers([
        { productId: tea.id, skuId: big },
        { productId: tea.id, skuId: big },
      ]);

      expect(named).toMatchObject([{ skuId: small, spec: '小', priceFen: 101, isMeant: false }]);
      expect(unnamed.map((offer) => [offer.skuId, offer.isMeant])).toEqual([
        [big, true],
        [small, false],
      ]);
      expect(twice.map((offer) => offer.skuId)).toEqual([big]);
    });

    it('tells that no size is meant where there is no default one', async () => {
      expect((await offers([{ productId: rice.id }])).map((offer) => offer.isMeant)).toEqual([false, false]);
    });

    it('offers nothing for unknown products, and no sku of another product', async () => {
      expect(await offers([{ productId: 2 ** 31 - 1 }, { productId: pear, skuId: tea.skuIds[0] }])).toEqual(
        [],
      );
    });

    it('says that a product is not on sale', async () => {
      expect(await offers([{ productId: hidden }])).toMatchObject([{ onSale: false }]);
    });
  });

  describe('pictures', () => {
    it('are served for ever, as what they are', async () => {
      const answer = await fetched(`${HASH}.jpg`);

      expect(answer.status).toBe(200);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'image/jpeg',
        'content-length': String(BYTES.length),
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        etag: `"${HASH}"`,
      });
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(BYTES);
    });

    it('are not sent again to whom has them', async () => {
      const answer = await fetched(`${HASH}.jpg`, { 'if-none-match': `W/"other", "${HASH}"` });

      expect([answer.status, await answer.text()]).toEqual([304, '']);
    });

    it.each([
      `${HASH}.png`,
      `${HASH.toUpperCase()}.jpg`,
      HASH,
      `${'0'.repeat(64)}.png`,
      'x.png',
      '..%2f..%2fetc%2fpasswd',
      '%00',
      '%F0%9F.png',
    ])('are not found under %s', async (file) => {
      const answer = await fetched(file);

      expect([400, 404]).toContain(answer.status);
      expect(await answer.json()).toEqual({
        msg: expect.anything(),
        error_code: expect.any(Number),
        request_url: `/images/${file}`,
      });
    });
  });
});
