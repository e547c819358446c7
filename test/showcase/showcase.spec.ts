import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Shop } from '../given/shop';

describe('the home page', () => {
  let shop: Shop;
  let url: string;
  let pear: number;
  const themes: number[] = [];
  let banner: number;
  beforeAll(async () => {
    shop = await Shop.open();
    pear = (await shop.product({ name: '梨' })).id;
    const hidden = (await shop.product({ name: '藏' })).id;
    await shop.db.query('UPDATE product SET on_sale = false WHERE id = $1', [hidden]);
    const { rows } = await shop.db.query(`SELECT id, encode(hash, 'hex') AS hash FROM picture`);
    url = `${shop.config.PUBLIC_URL}/images/${rows[0].hash}.png`;

    for (const name of ['一', '二', '三'])
      themes.push(
        await id(
          `INSERT INTO theme (name, description, topic_picture_id, head_picture_id) VALUES ($1, '好', $2, $2)`,
          [name, rows[0].id],
        ),
      );
    await shop.db.query(
      'INSERT INTO theme_product (theme_id, product_id) VALUES ($1, $2), ($1, $3), ($4, $3)',
      [themes[0], pear, hidden, themes[1]],
    );
    banner = await id(`INSERT INTO banner (name, description) VALUES ('首页', '轮播')`, []);
    await shop.db.query(
      `INSERT INTO banner_item (banner_id, picture_id, key_word, type) VALUES ($1, $2, '7', 1), ($1, $2, '1', 2)`,
      [banner, rows[0].id],
    );
  });
  afterAll(() => shop.stop());

  const id = async (sql: string, params: unknown[]): Promise<number> =>
    (await shop.db.query(`${sql} RETURNING id`, params)).rows[0].id;

  it('shows a banner and hides what is nobody’s business', async () => {
    const { status, body } = await shop.visitor.get(`/banner/${banner}`);

    expect(status).toBe(200);
    expect(body).toEqual({
      id: banner,
      name: '首页',
      description: '轮播',
      items: [
        { key_word: '7', type: 1, img: { url } },
        { key_word: '1', type: 2, img: { url } },
      ],
    });
  });

  it('lists themes in id order, each once, those that exist', async () => {
    const [one, two, three] = themes;

    const { body } = await shop.visitor.get(`/theme?ids=${three},${one},${three},2147483647,${two}`);

    expect(body).toEqual(
      [
        [one, '一'],
        [two, '二'],
        [three, '三'],
      ].map(([theme, name]) => ({
        id: theme,
        name,
        description: '好',
        topic_img: { url },
        head_img: { url },
      })),
    );
  });

  it('shows a theme as an object, with those products that are on sale', async () => {
    const { body } = await shop.visitor.get(`/theme/${themes[0]}`);

    expect(body).toEqual({
      id: themes[0],
      name: '一',
      description: '好',
      topic_img: { url },
      head_img: { url },
      products: [
        {
          id: pear,
          name: '梨',
          price: '19.99',
          stock: 100,
          main_img_url: url,
          img_id: expect.any(Number),
          summary: null,
        },
      ],
    });
  });

  it('shows a theme without products too', async () => {
    for (const theme of themes.slice(1))
      expect(await shop.visitor.get(`/theme/${theme}`)).toMatchObject({
        status: 200,
        body: { products: [] },
      });
  });

  it.each([
    ['/banner/2147483647', 40000],
    ['/theme/2147483647', 30000],
    ['/theme?ids=2147483647', 30000],
  ])('has nothing at %s', async (path, error_code) => {
    const { status, body } = await shop.visitor.get(path);

    expect(status).toBe(404);
    expect(body).toEqual({ msg: expect.any(String), error_code, request_url: `/api/v1${path}` });
  });

  it.each([
    '/banner/abc',
    '/banner/0',
    '/theme/1.5',
    '/theme',
    '/theme?ids=',
    '/theme?ids=1,a',
    '/theme?ids=1&ids=2',
    '/theme?ids[]=1',
    '/theme?ids=%00',
  ])('refuses %s', async (path) => {
    expect(await shop.visitor.get(path)).toMatchObject({ status: 400, body: { error_code: 10000 } });
  });

  it('says what ids should be', async () => {
    const { body } = await shop.visitor.get('/theme?ids=1,a');

    expect(body.msg).toEqual({ ids: 'ids参数必须是以逗号分隔的多个正整数' });
  });
});
