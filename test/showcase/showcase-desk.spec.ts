import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { png } from '../given/pictures';
import { Shop } from '../given/shop';

const UNKNOWN = 2_000_000_000;

describe('the home page that the merchant dresses', () => {
  let shop: Shop;
  let admin: Client;
  let picture: number;
  let goods: number[];
  beforeAll(async () => {
    shop = await Shop.open();
    admin = await shop.admin();
    const headers = { 'content-type': 'image/png' };
    picture = (await admin.send('POST', '/admin/picture', { headers, body: png() })).body.id;
    goods = [];
    for (const name of ['梨', '桃', '杏']) goods.push((await shop.product({ name })).id);
  });
  afterAll(() => shop.stop());

  async function theme(name = '夏天'): Promise<number> {
    const { body } = await admin.post('/admin/theme', {
      name,
      topic_picture_id: picture,
      head_picture_id: picture,
    });
    return body.id;
  }

  async function banner(): Promise<number> {
    return (await admin.post('/admin/banner', { name: '首页' })).body.id;
  }

  const namesOf = async (id: number) =>
    (await shop.visitor.get(`/theme/${id}`)).body.products.map((product: { name: string }) => product.name);

  it('shows a theme with its products in the order that he gives them', async () => {
    const id = await theme();
    const [pear, peach, apricot] = goods;

    const first = await admin.put(`/admin/theme/${id}/product`, { product_ids: [apricot, pear, peach] });
    const shown = await namesOf(id);
    await admin.put(`/admin/theme/${id}/product`, { product_ids: [peach, apricot] });

    expect(first.status).toBe(200);
    expect(shown).toEqual(['杏', '梨', '桃']);
    expect(await namesOf(id)).toEqual(['桃', '杏']);
    expect((await admin.get('/admin/theme')).body).toMatchObject([{ id, product_ids: [peach, apricot] }]);
    await admin.put(`/admin/theme/${id}/product`, { product_ids: [] });
    expect(await namesOf(id)).toEqual([]);
  });

  it('changes a theme', async () => {
    const id = await theme();

    await admin.put(`/admin/theme/${id}`, {
      name: '秋天',
      description: '丰收',
      topic_picture_id: picture,
      head_picture_id: picture,
    });

    expect((await shop.visitor.get(`/theme?ids=${id}`)).body).toMatchObject([
      { name: '秋天', description: '丰收' },
    ]);
  });

  it('shows a banner whose pictures open a product, a theme or nothing', async () => {
    const [id, themeId] = [await banner(), await theme()];
    const items = [
      { picture_id: picture, type: 2, key_word: themeId },
      { picture_id: picture, type: 0 },
      { picture_id: picture, type: 1, key_word: String(goods[1]) },
    ];

    const put = await admin.put(`/admin/banner/${id}/item`, { items });
    const { body } = await shop.visitor.get(`/banner/${id}`);
    await admin.put(`/admin/banner/${id}/item`, { items: items.slice(2) });
    await admin.put(`/admin/banner/${id}`, { name: '夏日' });

    expect(put.status).toBe(200);
    expect(body.items).toMatchObject([
      { type: 2, key_word: String(themeId) },
      { type: 0, key_word: '' },
      { type: 1, key_word: String(goods[1]), img: { url: expect.stringContaining('/images/') } },
    ]);
    expect((await admin.get('/admin/banner')).body).toMatchObject([
      { id, name: '夏日', items: [{ picture_id: picture, key_word: String(goods[1]) }] },
    ]);
    expect((await admin.delete(`/admin/theme/${themeId}`)).status).toBe(200);
  });

  it('keeps a theme that a banner opens, and a banner that has pictures', async () => {
    const [id, themeId] = [await banner(), await theme()];
    await admin.put(`/admin/banner/${id}/item`, {
      items: [{ picture_id: picture, type: 2, key_word: themeId }],
    });

    const refused = [
      await admin.delete(`/admin/theme/${themeId}`),
      await admin.delete(`/admin/banner/${id}`),
    ];
    await admin.put(`/admin/banner/${id}/item`, { items: [] });
    const deleted = [
      await admin.delete(`/admin/theme/${themeId}`),
      await admin.delete(`/admin/banner/${id}`),
    ];
    const unknown = [
      await admin.delete(`/admin/theme/${themeId}`),
      await admin.delete(`/admin/banner/${id}`),
    ];

    const said = (answers: typeof refused) => answers.map(({ status, body }) => [status, body.error_code]);
    expect(said(refused)).toEqual([
      [409, 20020],
      [409, 20021],
    ]);
    expect(deleted.map(({ status }) => status)).toEqual([200, 200]);
    expect(said(unknown)).toEqual([
      [404, 30000],
      [404, 40000],
    ]);
  });

  it.each<[string, object]>([
    ['a picture that is unknown', { picture_id: UNKNOWN, type: 0 }],
    ['a product that is unknown', { type: 1, key_word: UNKNOWN }],
    ['a theme that is unknown', { type: 2, key_word: UNKNOWN }],
    ['nothing to open', { type: 1 }],
    ['another kind of target', { type: 3, key_word: 1 }],
  ])('refuses a banner of %s', async (_, item) => {
    const id = await banner();

    const answer = await admin.put(`/admin/banner/${id}/item`, { items: [{ picture_id: picture, ...item }] });

    expect(answer).toMatchObject({
      status: 400,
      body: { error_code: 10000, msg: { items: expect.any(String) } },
    });
  });

  it('refuses a theme of a product that is unknown, or twice of one', async () => {
    const id = await theme();

    const answers = await Promise.all(
      [[UNKNOWN], [goods[0], goods[0]]].map((product_ids) =>
        admin.put(`/admin/theme/${id}/product`, { product_ids }),
      ),
    );

    expect(answers.map(({ status, body }) => [status, Object.keys(body.msg)])).toEqual(
      answers.map(() => [400, ['product_ids']]),
    );
  });
});
