import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault } from './json-fault';

describe('a fault of JSON', () => {
  it.each<[string, number, RegExp]>([
    ['{"ac": "admin"，"se": "x"}', 1, /有“，”，请换成英文的“,”/],
    ['{\n  "ac"： "admin"\n}', 2, /有“：”，请换成英文的“:”/],
    ['{\n  “ac”: "admin"\n}', 2, /有““”，请换成英文的“"”/],
    ["{'ac': 1}", 1, /请换成英文的“"”/],
    ['｛"ac": 1｝', 1, /请换成英文的“{”/],
    ['{"ac": admin}', 1, /的“admin”请加英文双引号/],
    ['{ac: "admin"}', 1, /的“ac”请加英文双引号/],
    ['{"ac": 雨前龙井}', 1, /的“雨前龙井”请加英文双引号/],
    ['{"on": True}', 1, /的“True”请加英文双引号/],
    ['{"ac": "admin}', 1, /双引号没有成对/],
    ['{\n"ac": "ad\nmin"}', 2, /双引号没有成对/],
    ['{\n  "name": "梨"\n  "price": "1"\n}', 2, /末尾缺少英文逗号/],
    ['{"name" "梨"}', 1, /缺少英文冒号/],
    ['{\n  "a": 1,\n}', 2, /末尾多了一个逗号/],
    ['[1,2,]', 1, /末尾多了一个逗号/],
    ['{"a": 1,, "b": 2}', 1, /多了一个逗号/],
    ['{"phone": 020-81167888}', 1, /不是数字的写法/],
    ['{"a": .5}', 1, /不是数字的写法/],
    ['{"a": 01}', 1, /不是数字的写法/],
    ['{"a": 1 // 一\n}', 1, /不能写注释/],
    ['{\n"a": [1\n', 2, /末尾缺少“]}”/],
    ['{"a": 1}}', 1, /有多余的内容/],
    ['{"a": }', 1, /的“}”不该出现在这里/],
    ['', 1, /没有内容/],
  ])('%j stands in line %i', (text, line, reason) => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(jsonFault(text)).toEqual({ line, reason: expect.stringMatching(reason) });
  });

  it('is none of what is JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(jsonFault(text)).toBeUndefined();
        expect(jsonFault(JSON.stringify(JSON.parse(text), null, 2))).toBeUndefined();
      }),
    );
  });

  it('is found wherever JSON.parse finds one', () => {
    const sign = fc.constantFrom(...'{}[],:"\\ \n019.-+eEtruefalsn/，：“中'.split(''));
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 12 }), (signs) => {
        const text = signs.join('');
        expect(jsonFault(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 3000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
