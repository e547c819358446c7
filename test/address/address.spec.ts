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
      update_time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    });
  });

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
