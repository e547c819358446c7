import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FREE_FREIGHT, freightOf, MAX_FREIGHT_FEN, sharesOf, type FreightRule } from './freight';

const rule: FreightRule = {
  baseFen: 800,
  freeFromFen: 9900,
  provinces: [
    { province: '新疆', surchargeFen: 1500, isServed: true },
    { province: '台湾', surchargeFen: 0, isServed: false },
  ],
};

describe('freight', () => {
  it.each<[string, FreightRule, number, string, number | 'refused' | 'unknown']>([
    ['is the base fee', rule, 9899, '浙江省', 800],
    ['is free from the amount on', rule, 9900, '浙江省', 0],
    ['is dearer far away', rule, 100, '新疆维吾尔自治区', 2300],
    ['keeps the surcharge where the base fee falls away', rule, 9900, '新疆', 1500],
    ['is refused where nothing is sent to', rule, 100, '台湾省', 'refused'],
    ['is refused however much is bought', rule, 1_000_000, '台湾', 'refused'],
    ['is refused by its traditional name too', rule, 100, '臺灣省', 'refused'],
    ['is refused with the country before it', rule, 100, '中国台湾', 'refused'],
    ['is dearer by its English name', rule, 100, 'Xinjiang', 2300],
    ['is unknown where provinces have rules and the address names none', rule, 100, '远方', 'unknown'],
    ['is unknown however much is bought', rule, 1_000_000, '远方', 'unknown'],
    ['is the base fee anywhere where no province has a rule', { ...rule, provinces: [] }, 100, '远方', 800],
    ['is never free without an amount', { ...rule, freeFromFen: null }, 1_000_000_000, '北京市', 800],
    ['is nothing where nothing is set', FREE_FREIGHT, 1, '西藏自治区', 0],
  ])('%s', (_what, given, goodsFen, province, fen) => {
    expect(freightOf(given, goodsFen, province)).toBe(fen);
  });

  it.each([
    ['浙江省', '浙江'],
    ['香港特别行政区', '香港'],
    [' 新 疆 ', '新疆'],
  ])('takes %s and %s for one province', (long, short) => {
    const only: FreightRule = { ...rule, provinces: [{ province: short, surchargeFen: 7, isServed: true }] };

    expect([freightOf(only, 1, long), freightOf(only, 1, short)]).toEqual([807, 807]);
  });
});

describe('shares of it', () => {
  it.each<[number, number[], number[]]>([
    [100, [1, 1, 1], [34, 33, 33]],
    [100, [1, 1, 4], [17, 17, 66]],
    [10, [1000, 1], [10, 0]],
    [0, [5, 7], [0, 0]],
    [1, [1, 1], [1, 0]],
    [MAX_FREIGHT_FEN, [1_000_000_000], [MAX_FREIGHT_FEN]],
  ])('of %i fen by %j are %j', (fen, weights, shares) => {
    expect(sharesOf(fen, weights)).toEqual(shares);
  });

  it('add up to it, and none is a whole fen away from its due', () => {
    const fen = integer({ min: 0, max: 2 * MAX_FREIGHT_FEN });
    const weights = array(integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 100 });

    assert(
      property(fen, weights, (amount, lines) => {
        const shares = sharesOf(amount, lines);
        const whole = lines.reduce((sum, line) => sum + line, 0);

        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(amount);
        for (const [index, share] of shares.entries())
          expect(Math.abs(share - (amount * lines[index]!) / whole)).toBeLessThan(1);
      }),
    );
  });
});
