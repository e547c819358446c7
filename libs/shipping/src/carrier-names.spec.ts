import { describe, expect, it } from 'vitest';
import { carrierCodes } from './carrier-names';
import { COMMON_CARRIERS } from './common-carriers';

/** Of WeChat's list those that sound alike. */
const ALIKE = {
  DBLKY: '德邦快运',
  HTKY: '百世快递',
  BTWL: '百世快运',
  ZJS: '宅急送',
  DNWL: '丹鸟物流',
  JDKY: '京东快运',
  SFKY: '顺丰快运',
  ZTOKY: '中通快运',
  YDKY: '韵达快运',
  ZTOGJ: '中通国际',
  YZBK: '邮政国内标快',
  ANE: '安能物流',
  KYSY: '跨越速运',
};
const all = [...COMMON_CARRIERS, ...Object.entries(ALIKE).map(([id, name]) => ({ id, name }))];

describe('a carrier', () => {
  it.each([
    ['顺丰', 'SF'],
    ['顺丰快递', 'SF'],
    ['顺丰速运', 'SF'],
    ['顺丰速递', 'SF'],
    ['順豐速運', 'SF'],
    ['sf', 'SF'],
    ['ＳＦ', 'SF'],
    [' 顺 丰 ', 'SF'],
    ['\u200b顺丰', 'SF'],
    ['顺丰速运有限公司', 'SF'],
    ['顺丰速运集团', 'SF'],
    ['中通', 'ZTO'],
    ['中通快递', 'ZTO'],
    ['中通速递', 'ZTO'],
    ['圆通', 'YTO'],
    ['圆通快递', 'YTO'],
    ['申通', 'STO'],
    ['申通快递', 'STO'],
    ['韵达', 'YD'],
    ['韵达快递', 'YD'],
    ['极兔', 'JTSD'],
    ['极兔快递', 'JTSD'],
    ['J&T', 'JTSD'],
    ['京东', 'JD'],
    ['京东物流', 'JD'],
    ['京东快递', 'JD'],
    ['EMS', 'EMS'],
    ['ems快递', 'EMS'],
    ['邮政EMS', 'EMS'],
    ['邮政', 'YZPY'],
    ['中国邮政', 'YZPY'],
    ['邮政快递包裹', 'YZPY'],
    ['德邦', 'DBL'],
    ['德邦物流', 'DBL'],
  ])('called %j is %s, whether WeChat has told its list or not', (text, code) => {
    expect([carrierCodes(all)(text), carrierCodes(COMMON_CARRIERS)(text)]).toEqual([code, code]);
  });

  it.each([
    ['中通快运', 'ZTOKY'],
    ['德邦快运', 'DBLKY'],
    ['顺丰快运', 'SFKY'],
    ['中通国际', 'ZTOGJ'],
    ['百世', 'HTKY'],
    ['百世快运', 'BTWL'],
    ['安能', 'ANE'],
    ['跨越', 'KYSY'],
    ['丹鸟快递', 'DNWL'],
    ['宅急送', 'ZJS'],
    ['宅急送快递', 'ZJS'],
  ])('of the many called %j is %s', (text, code) => {
    expect(carrierCodes(all)(text)).toBe(code);
  });

  it.each(['中通快运', '顺丰快运', '', ' ', '快递', '速运', '公司', '驼队', '通', 'constructor'])(
    'called %j is unknown where WeChat has told of no such',
    (text) => {
      expect(carrierCodes(COMMON_CARRIERS)(text)).toBeUndefined();
    },
  );

  it('of the list is itself by its name and by its code', () => {
    const codeOf = carrierCodes(all);

    for (const { id, name } of all) expect([codeOf(id), codeOf(name)]).toEqual([id, id]);
  });
});
