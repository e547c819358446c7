import { describe, expect, it } from 'vitest';
import { isTemplateKey, wrongKey } from './mini-template';

describe('a value of a subscribe message', () => {
  it.each([
    ['thing1', '云南普洱茶饼357克'],
    ['thing1', 'あ'.repeat(20)],
    ['thing1', '😀'.repeat(20)],
    ['number1', '12.50'],
    ['letter1', 'ABC'],
    ['symbol1', '!?'],
    ['character_string2', 'MA1234567890ABCDEFGH'],
    ['time3', '2026年1月1日 08:12'],
    ['time3', '2026-01-01 08:12:59'],
    ['time3', '8:12'],
    ['date3', '2026年1月1日'],
    ['amount4', '¥129.90'],
    ['amount4', '129元'],
    ['phone_number5', '+86-0766-66888866'],
    ['car_number6', '粤A8Z888挂'],
    ['name7', '李小明'],
    ['name7', 'Li Xiaoming'],
    ['phrase8', '顺丰速运'],
  ])('%s may be %s', (key, value) => {
    expect(wrongKey({ templateId: 't', keys: [key] }, { [key]: { value } })).toBeUndefined();
  });

  it.each([
    ['thing1', ''],
    ['thing1', '一'.repeat(21)],
    ['number1', '1e3'],
    ['letter1', 'A1'],
    ['symbol1', '!!!!!!'],
    ['character_string2', '订单1'],
    ['character_string2', 'A'.repeat(33)],
    ['time3', '25:00'],
    ['time3', '2026-01-01'],
    ['date3', '08:12'],
    ['amount4', '12345678901'],
    ['phone_number5', '1'.repeat(18)],
    ['car_number6', 'A'.repeat(9)],
    ['name7', '一'.repeat(11)],
    ['phrase8', '已经发货了呀'],
    ['phrase8', 'SF'],
  ])('%s may not be %s', (key, value) => {
    expect(wrongKey({ templateId: 't', keys: [key] }, { [key]: { value } })).toBe(key);
  });

  it.each([[undefined], [null], ['text'], [{}], [{ value: 7 }]])('is a text in a field, not %j', (field) => {
    expect(wrongKey({ templateId: 't', keys: ['thing1'] }, { thing1: field })).toBe('thing1');
  });

  it('belongs to a key of the template', () => {
    const data = { thing1: { value: 'a' }, thing2: { value: 'b' } };

    expect(wrongKey({ templateId: 't', keys: ['thing1'] }, data)).toBe('thing2');
  });
});

describe('a key', () => {
  it.each([
    ['thing1', true],
    ['character_string12', true],
    ['thing', false],
    ['things1', false],
    ['constructor1', false],
  ])('%s: %s', (key, known) => {
    expect(isTemplateKey(key)).toBe(known);
  });
});
