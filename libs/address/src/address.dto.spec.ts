import { GoCheckPipe } from '@app/common';
import { plainToInstance } from 'class-transformer';
import { describe, expect, it } from 'vitest';
import { AddressBody } from './address.dto';

const whole = {
  name: '林晚',
  mobile: '13800138000',
  province: '浙江省',
  city: '杭州市',
  country: '西湖区',
  detail: '龙井路1号',
};

const check = (body: object): Promise<unknown> =>
  new GoCheckPipe().transform(body, { type: 'body', metatype: AddressBody });

const complaint = (body: object): Promise<unknown> =>
  check(body).then(
    () => undefined,
    (error: { msg?: unknown }) => error.msg,
  );

describe('an address', () => {
  it('is taken whole, trimmed, without unknown fields', async () => {
    const taken = await check({ ...whole, name: ' 林晚　', telNumber: '1' });

    expect({ ...(taken as object) }).toEqual(whole);
  });

  it.each(Object.keys(whole).filter((field) => field !== 'country'))('needs %s', async (field) => {
    for (const empty of [undefined, null, '', '  \n', 7, [], {}, ['林晚']])
      expect(await complaint({ ...whole, [field]: empty })).toEqual({ [field]: `${field}不能为空` });
  });

  it('takes "0" for a text like any other', async () => {
    expect(await complaint({ ...whole, detail: '0' })).toBeUndefined();
  });

  it.each([
    ['name', 30],
    ['province', 20],
    ['city', 20],
    ['country', 20],
    ['detail', 100],
  ])('takes a %s of %i characters and refuses one more', async (field, max) => {
    for (const character of ['字', '😀'])
      expect(await complaint({ ...whole, [field]: character.repeat(max) })).toBeUndefined();
    for (const tooLong of ['字'.repeat(max + 1), '字\uFE0F'.repeat(max)])
      expect(await complaint({ ...whole, [field]: tooLong })).toEqual({
        [field]: `${field}不能超过${max}个字`,
      });
  });

  it.each([undefined, null, '', '  \n', '　'])(
    'of a city without districts says %j for the district',
    async (country) => {
      const taken = (await check({ ...whole, city: '东莞市', country })) as AddressBody;

      expect(AddressBody.addressOf(taken)).toEqual({ ...whole, city: '东莞市', country: '' });
    },
  );

  it.each([7, [], {}, ['西湖区']])('takes no %j for a district', async (country) => {
    expect(await complaint({ ...whole, country })).toEqual({ country: 'country不能为空' });
  });

  it.each([
    '12800138000',
    '1380013800',
    '138001380000',
    'abc13800138000',
    '13800138000\n1',
    '8116788',
    '1'.repeat(60),
  ])('refuses the mobile number %j', async (mobile) => {
    expect(await complaint({ ...whole, mobile })).toEqual({ mobile: 'mobile不是有效的手机号' });
  });

  it.each(['13800138000', '16600000000', '19912345678'])('takes the mobile number %s', async (mobile) => {
    expect(await complaint({ ...whole, mobile })).toBeUndefined();
  });

  it.each([
    ['+86 138 0013 8000', '浙江省', '13800138000'],
    [13800138000, '浙江省', '13800138000'],
    ['020-81167888', '广东省', '020-81167888'],
    ['61234567', '广东省', '+85261234567'],
    [61234567, '澳门特别行政区', '+85361234567'],
    ['61234567', undefined, '+85261234567'],
  ])('keeps %j in %s as %s', async (mobile, province, kept) => {
    const address = AddressBody.addressOf(
      plainToInstance(AddressBody, { ...whole, mobile, province }, { exposeUnsetFields: false }),
    );

    expect(address.mobile).toBe(kept);
  });

  it.each([13800138000.5, -13800138000, true])('refuses %j for a number', async (mobile) => {
    expect(await complaint({ ...whole, mobile })).toMatchObject({ mobile: expect.any(String) });
  });

  it.each(['user_id', 'uid'])('must not name a %s, whatever its value', async (field) => {
    for (const value of [1, '', null, {}])
      expect(await complaint({ ...whole, [field]: value })).toEqual({
        [field]: '参数中包含有非法的参数名user_id或者uid',
      });
  });
});
