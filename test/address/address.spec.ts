import { AddressService } from '@app/address';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADDRESS, Shop } from '../given/shop';

const saved = { status: 201, body: { code: 201, msg: 'ok', errorCode: 0 } };

describe('an address', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.stop());

  it('is kept, and shown with the time of its last change', async () => {
    const ann = await shop.shopper('ann', { address: false });

    const answer = await ann.post('/address', { ...ADDRESS, name: ' 安 ', nationalCode: '330000' });
    const { status, body } = await ann.get('/address');

    expect(answer).toMatchObject(saved);
    expect(status).toBe(200);
    expect(body).toEqual({
      ...ADDRESS,
      county: ADDRESS.country,
      update_time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    });
  });

  it.each([
    ['020-81167888', { province: '广东省', city: '广州市', country: '海珠区' }, '020-81167888'],
    ['0755-8116 7888 转 801', {}, '0755-81167888-801'],
    ['+86 138-0013-8000', {}, '13800138000'],
    [13800138000, {}, '13800138000'],
    ['１３８　００１３　８０００', {}, '13800138000'],
    ['+85261234567', { province: '香港特别行政区', city: '香港岛', country: '中西区' }, '+85261234567'],
    ['61234567', { province: '广东省', city: '深圳市', country: '福田区' }, '+85261234567'],
    ['66123456', { province: '澳门特别行政区', city: '澳门', country: '' }, '+85366123456'],
    ['0912-345-678', { province: '台湾省', city: '台北市', country: '' }, '+886912345678'],
  ])('[F2] takes the number %j and keeps it in one form', async (mobile, place, kept) => {
    const ann = await shop.shopper('ann', { address: false });

    const answer = await ann.post('/address', { ...ADDRESS, ...place, mobile });

    expect(answer).toMatchObject(saved);
    expect((await ann.get('/address')).body).toMatchObject({ ...ADDRESS, ...place, mobile: kept });
  });

  it.each([
    [{ county: '海珠区' }, '海珠区'],
    [{ country: '', county: '海珠区' }, '海珠区'],
    [{ country: '西湖区', county: '海珠区' }, '西湖区'],
  ])('takes the district of a client that says %j, and shows it under both names', async (said, district) => {
    const eve = await shop.shopper('eve', { address: false });
    const plum = await shop.product({ stock: 9 });
    const { country: _country, ...rest } = ADDRESS;

    await eve.post('/address', { ...rest, ...said });
    const { body: placed } = await eve.post('/order', { products: [{ product_id: plum.id, count: 1 }] });
    const { body: order } = await eve.get(`/order/${placed.order_id}`);
    await eve.post(`/order/${placed.order_id}/cancel`, {});

    const shown = { country: district, county: district };
    expect((await eve.get('/address')).body).toMatchObject(shown);
    expect(order.snap_address).toMatchObject(shown);
  });

  it.each([
    ['广东省', '东莞市', { country: '' }],
    ['广东省', '中山市', {}],
    ['海南省', '三沙市', { country: null }],
    ['澳门特别行政区', '澳门', { country: ' ' }],
  ])(
    '[F3] of %s %s has no district when it says %j, and an order keeps it so',
    async (province, city, said) => {
      const ida = await shop.shopper('ida', { address: false });
      const pear = await shop.product({ stock: 9 });
      const { country: _country, ...rest } = ADDRESS;

      const answer = await ida.post('/address', { ...rest, province, city, ...said });
      const { body: placed } = await ida.post('/order', { products: [{ product_id: pear.id, count: 1 }] });
      const { body: order } = await ida.get(`/order/${placed.order_id}`);
      await ida.post(`/order/${placed.order_id}/cancel`, {});

      const kept = { ...ADDRESS, province, city, country: '', county: '' };
      expect(answer).toMatchObject(saved);
      expect((await ida.get('/address')).body).toEqual({ ...kept, update_time: expect.any(String) });
      expect(order.snap_address).toEqual(kept);
    },
  );

  it('is replaced as a whole', async () => {
    const bob = await shop.shopper('bob');

    await bob.post('/address', { ...ADDRESS, city: '宁波市', detail: '东门口2号' });

    const { body } = await bob.get('/address');
    expect(body).toMatchObject({ ...ADDRESS, city: '宁波市', detail: '东门口2号' });
  });

  it('is one of those saved at the same moment, never a mixture', async () => {
    const eve = await shop.shopper('eve', { address: false });

    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        eve.post('/address', { ...ADDRESS, name: `名${i}`, detail: `号${i}` }),
      ),
    );

    const { body } = await eve.get('/address');
    for (const answer of answers) expect(answer).toMatchObject(saved);
    expect(body.name.slice(1)).toBe(body.detail.slice(1));
  });

  it('is missing until there is one', async () => {
    const dan = await shop.shopper('dan', { address: false });

    const { status, body } = await dan.get('/address');

    expect(status).toBe(404);
    expect(body).toEqual({ msg: '用户地址不存在', error_code: 60001, request_url: '/api/v1/address' });
  });

  it('is a shopper’s: visitors are unknown, and an admin has none', async () => {
    const admin = await shop.admin();

    for (const [caller, status] of [
      [shop.visitor, 401],
      [admin, 403],
    ] as const) {
      expect(await caller.get('/address')).toMatchObject({ status, body: { error_code: 10001 } });
      expect(await caller.post('/address', ADDRESS)).toMatchObject({ status, body: { error_code: 10001 } });
    }
    const { rows } = await shop.db.query(
      'SELECT count(*)::int AS addresses FROM address WHERE shopper_id = 0',
    );
    expect(rows).toEqual([{ addresses: 0 }]);
  });

  it.each([
    [{}, { name: 'name不能为空', detail: 'detail不能为空' }],
    [{ ...ADDRESS, mobile: '12800138000' }, { mobile: 'mobile不是有效的手机号' }],
    [{ ...ADDRESS, mobile: '+1 212 555 0100' }, { mobile: 'mobile不是有效的手机号' }],
    [{ ...ADDRESS, city: '', country: '' }, { city: 'city不能为空' }],
    [{ ...ADDRESS, uid: 1 }, { uid: '参数中包含有非法的参数名user_id或者uid' }],
    [{ ...ADDRESS, name: '安\u0000' }, { name: expect.any(String) }],
    [{ ...ADDRESS, name: '字\uFE0F'.repeat(30) }, { name: 'name不能超过30个字' }],
    [[ADDRESS], expect.anything()],
    ['安', expect.anything()],
  ])('refuses %j', async (body, msg) => {
    const ann = await shop.shopper('ann', { address: false });

    const answer = await ann.post('/address', body);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ msg, error_code: 10000 });
  });

  it('is found for many shoppers at once, without those who have none', async () => {
    const names = ['fay', 'gus', 'hal'];
    for (const name of names) await shop.shopper(name, { address: name !== 'hal' });
    const { rows } = await shop.db.query<{ id: number }>('SELECT id FROM shopper ORDER BY id DESC LIMIT 3');
    const ids = rows.map((row) => row.id).toReversed();

    const addresses = await shop.mall.get(AddressService).of(ids);

    expect(addresses).toEqual(
      new Map([
        [ids[0], ADDRESS],
        [ids[1], ADDRESS],
      ]),
    );
  });
});
