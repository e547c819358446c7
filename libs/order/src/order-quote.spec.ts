import type { Offer } from '@app/catalog';
import type { DomainError } from '@app/common';
import { describe, expect, it } from 'vitest';
import { bounded, freightFor, nameOf, quote, requote } from './order-quote';

const offer = (over: Partial<Offer>): Offer => ({
  skuId: 1,
  productId: 1,
  name: '梨',
  spec: '',
  priceFen: 1999,
  img: '/images/a.png',
  stock: 10,
  onSale: true,
  isMeant: true,
  ...over,
});
const pear = offer({});
const tea = offer({ skuId: 2, productId: 2, name: '茶', priceFen: 101 });
const small = offer({ skuId: 3, productId: 3, name: '米', spec: '1kg', isMeant: false });
const large = offer({ ...small, skuId: 4, spec: '5kg', priceFen: 8999 });
const usual = offer({ ...small, skuId: 6, productId: 6, name: '面' });
const double = offer({ ...usual, skuId: 7, spec: '2kg', isMeant: true });

describe('quote', () => {
  it('adds up in fen', () => {
    const { goodsFen, totalCount, pass } = quote(
      [
        { productId: 1, count: 3 },
        { productId: 2, count: 2 },
      ],
      [tea, pear],
    );

    expect({ goodsFen, totalCount, pass }).toEqual({ goodsFen: 3 * 1999 + 202, totalCount: 5, pass: true });
  });

  it('keeps the order of the shopper, not of the table', () => {
    const quoted = quote(
      [
        { productId: 2, count: 1 },
        { productId: 1, count: 1 },
      ],
      [pear, tea],
    );

    expect(quoted.lines.map((line) => line.name)).toEqual(['茶', '梨']);
    expect(nameOf(quoted)).toBe('茶等');
  });

  it('merges the same product before it looks at the stock', () => {
    const quoted = quote(
      [
        { productId: 1, count: 6 },
        { productId: 1, count: 5 },
      ],
      [pear],
    );

    expect(quoted.lines).toMatchObject([{ count: 11, haveStock: false }]);
    expect(quoted.pass).toBe(false);
  });

  it('sells the last piece', () => {
    expect(quote([{ productId: 1, count: 10 }], [pear]).pass).toBe(true);
  });

  it('tells sizes apart by sku_id', () => {
    const quoted = quote(
      [
        { productId: 3, skuId: 4, count: 1 },
        { productId: 3, skuId: 3, count: 1 },
      ],
      [small, large],
    );

    expect(quoted.lines.map((line) => line.spec)).toEqual(['5kg', '1kg']);
  });

  it('takes the default sku where none is named, and makes one line of both ways to name it', () => {
    const quoted = quote(
      [
        { productId: 6, count: 1 },
        { productId: 6, skuId: 6, count: 2 },
        { productId: 6, skuId: 7, count: 3 },
      ],
      [usual, double],
    );

    expect(quoted.lines.map(({ skuId, count }) => [skuId, count])).toEqual([
      [7, 4],
      [6, 2],
    ]);
  });

  it.each([
    ['an unknown product', [{ productId: 9, count: 1 }], 'orderProductNotFound'],
    ['a product taken off sale', [{ productId: 5, count: 1 }], 'orderProductNotFound'],
    ["another product's sku", [{ productId: 1, skuId: 2, count: 1 }], 'orderProductNotFound'],
    ['a product without a default sku and no sku_id', [{ productId: 3, count: 1 }], 'invalidParameter'],
  ])('refuses %s', (_, wanted, refusal) => {
    const offers = [pear, tea, small, large, offer({ productId: 5, skuId: 5, onSale: false })];

    expect(() => quote(wanted, offers)).toThrow(expect.objectContaining({ refusal }) as DomainError);
  });

  const plenty = offer({ stock: 2_000_000 });

  it.each<[string, Offer, number, string | undefined]>([
    ['as many as the cap', plenty, 999, undefined],
    ['more than the cap', plenty, 1000, '每种商品最多购买999件'],
    ['[F48] a total above ten million yuan', plenty, 999_999, '订单金额过大'],
    ['more than the cap, and short', pear, 1000, undefined],
    ['a total above ten million yuan, and short', pear, 999_999, undefined],
    ['the most that a line may say of the dearest', offer({ priceFen: 1_000_000_000 }), 1_000_000, undefined],
    ['sums that are no longer exact', offer({ priceFen: 1_000_000_000 }), 1_000_001, '订单金额过大'],
  ])('bounds what one order may be, unless it is short: %s', (_, offered, count, refusal) => {
    const quoted = quote([{ productId: 1, count }], [offered]);

    if (refusal === undefined) expect(bounded(quoted, 999)).toBe(quoted);
    else
      expect(() => bounded(quoted, 999)).toThrow(
        expect.objectContaining({ refusal: 'invalidParameter', msg: { products: refusal } }) as DomainError,
      );
  });

  it('answers again from rows that are locked', () => {
    const quoted = quote([{ productId: 1, count: 2 }], [pear]);

    expect(requote(quoted, () => 2).pass).toBe(true);
    expect(requote(quoted, () => 1).pass).toBe(false);
  });

  it('knows what it costs to send it, and where it cannot be sent', () => {
    const quoted = quote([{ productId: 1, count: 2 }], [pear]);
    const provinces = [{ province: '西藏', surchargeFen: 0, isServed: false }];
    const rule = { baseFen: 800, freeFromFen: null, provinces };

    expect(freightFor(quoted, rule, '浙江省')).toBe(800);
    expect(() => freightFor(quoted, rule, '西藏自治区')).toThrow(
      expect.objectContaining({ refusal: 'provinceNotServed', msg: '暂不发货到西藏自治区' }) as DomainError,
    );
    expect(() => freightFor(quoted, rule, '远方')).toThrow(
      expect.objectContaining({
        refusal: 'provinceUnknown',
        msg: '无法识别省份“远方”，请修改收货地址',
      }) as DomainError,
    );
    expect(() => freightFor({ ...quoted, goodsFen: 999_999_999 }, rule, '浙江省')).toThrow(
      expect.objectContaining({ refusal: 'invalidParameter' }) as DomainError,
    );
  });
});
