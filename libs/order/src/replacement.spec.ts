import type { DomainError } from '@app/common';
import { describe, expect, it } from 'vitest';
import type { OrderLine } from './order.entity';
import { repriced } from './replacement';

const line = (skuId: number, priceFen: number, count: number) =>
  ({
    skuId,
    productId: skuId,
    position: skuId,
    name: '梨',
    spec: '',
    img: '/a.png',
    priceFen,
    count,
  }) as OrderLine;
const lines = [line(2, 500, 1), line(1, 1999, 2)];

describe('an order at other prices', () => {
  it('has the same goods in the same order, and what is not named costs what it did', () => {
    const quote = repriced(lines, { prices: [{ skuId: 1, priceFen: 1000 }] });

    expect(quote.lines.map(({ skuId, priceFen, totalFen }) => [skuId, priceFen, totalFen])).toEqual([
      [1, 1000, 2000],
      [2, 500, 500],
    ]);
    expect(quote).toMatchObject({ goodsFen: 2500, totalCount: 3, pass: true });
  });

  it.each([
    ['a line that it has not', [{ skuId: 3, priceFen: 1 }]],
    ['more than an order may cost', [{ skuId: 1, priceFen: 1_000_000_000 }]],
  ])('is refused for %s', (_what, prices) => {
    expect(() => repriced(lines, { prices })).toThrow(
      expect.objectContaining({ refusal: 'invalidParameter' }) as DomainError,
    );
  });
});
