import { describe, expect, it } from 'vitest';
import { subscribeBody, UnsendableMessage } from './subscribe-message';

const message = { openid: 'oTEST0aBcDeFgHiJkLmNoPqRsTu1', templateId: 'T1' };

function valueOf(key: string, value: string): string | undefined {
  return subscribeBody({ ...message, data: { [key]: value } }).data[key]?.value;
}

describe('a subscribe message', () => {
  it('always says its state and its language', () => {
    const body = subscribeBody({ ...message, page: 'pages/order/order?id=7', data: { thing1: '普洱茶' } });

    expect(body).toEqual({
      touser: message.openid,
      template_id: 'T1',
      page: 'pages/order/order?id=7',
      data: { thing1: { value: '普洱茶' } },
      miniprogram_state: 'formal',
      lang: 'zh_CN',
    });
  });

  it.each([
    ['thing1', '一'.repeat(21), '一'.repeat(20)],
    ['thing12', ' 两行\n字 ', '两行 字'],
    ['thing1', `${'一'.repeat(19)}🍵`, '一'.repeat(19)],
    ['phrase1', '待收货通知单', '待收货通知'],
    ['name1', '一'.repeat(11), '一'.repeat(10)],
    ['name1', 'a'.repeat(21), 'a'.repeat(20)],
  ])('cuts %s %j', (key, value, cut) => {
    expect(valueOf(key, value)).toBe(cut);
  });

  it.each([
    ['number1', '12.50'],
    ['number1', '9'.repeat(32)],
    ['letter1', 'SF'],
    ['symbol1', '★!'],
    ['character_string1', 'SF1234567890123'],
    ['character_string1', '26010108AB12CD34EF56'],
    ['time1', '08:12'],
    ['time1', '2026年1月1日 08:12'],
    ['time1', '2026-01-01 23:59:59'],
    ['date1', '2026年1月1日'],
    ['date1', '2026-01-01 08:12'],
    ['amount1', '¥12.50'],
    ['amount1', '12元'],
    ['phone_number1', '+86-0766-66888866'],
    ['car_number1', '粤A8Z888挂'],
  ])('takes %s %j as it is', (key, value) => {
    expect(valueOf(key, value)).toBe(value);
  });

  it.each([
    ['thing1', ''],
    ['thing1', ' \n'],
    ['number1', '12,50'],
    ['number1', '9'.repeat(33)],
    ['letter1', 'S F'],
    ['symbol1', '★★★★★★'],
    ['character_string1', '单号1'],
    ['character_string1', 'x'.repeat(33)],
    ['time1', '24:00'],
    ['time1', '明天'],
    ['date1', '08:12'],
    ['amount1', '12345678901'],
    ['amount1', '¥¥1'],
    ['phone_number1', '一三八'],
    ['car_number1', '粤A8Z888挂挂挂'],
    ['thing', 'no number'],
    ['constructor1', 'x'],
    ['__proto__1', 'x'],
    ['wish1', 'x'],
  ])('refuses %s %j before WeChat does, and names the key alone', (key, value) => {
    const refused = () => valueOf(key, value);

    expect(refused).toThrow(UnsendableMessage);
    expect(refused).toThrow(new RegExp(`^data\\.${key}( is no key of a template|\\.value is not what)`));
  });

  it('refuses to say nothing', () => {
    expect(() => subscribeBody({ ...message, data: {} })).toThrow(UnsendableMessage);
  });
});
