import { describe, expect, it } from 'vitest';
import type { KnownGoods } from './goods-index';
import { planProducts } from './product-csv-plan';
import type { ProductRowWish } from './product-csv-row';

const pear = {
  id: 1,
  name: '梨',
  summary: null,
  categoryId: 7,
  onSale: true,
  pictureId: 5,
  defaultSkuId: 11,
};
const tea = {
  id: 2,
  name: '茶',
  summary: '新',
  categoryId: null,
  onSale: false,
  pictureId: 5,
  defaultSkuId: null,
};
const known: KnownGoods = {
  products: [pear, tea],
  skus: [
    { id: 11, productId: 1, spec: '', priceFen: 100, code: 'PEAR', isEnabled: true },
    { id: 21, productId: 2, spec: '大', priceFen: 300, code: null, isEnabled: true },
    { id: 22, productId: 2, spec: '小', priceFen: 200, code: 'TEA-S', isEnabled: true },
    { id: 23, productId: 2, spec: '旧', priceFen: 200, code: 'TEA-O', isEnabled: false },
  ],
  categories: [
    { id: 7, name: '水果' },
    { id: 8, name: '茶' },
    { id: 9, name: '双' },
    { id: 10, name: '双' },
  ],
  pictureIds: [5, 6],
};

const plan = (...rows: Partial<ProductRowWish>[]) =>
  planProducts(
    rows.map((row, index) => ({ line: index + 2, ...row })),
    known,
  );
const NOTHING = {
  newProducts: [],
  changedProducts: [],
  newSkus: [],
  changedSkus: [],
  defaultCodes: [],
  faults: [],
};
const NEW = { name: '桃', priceFen: 500, pictureId: 6 };

describe('planProducts', () => {
  it.each<[string, Partial<ProductRowWish>[]]>([
    ['an empty file', []],
    [
      'a row that says what is so',
      [
        {
          skuId: 11,
          code: 'PEAR',
          name: '梨',
          summary: null,
          category: '水果',
          onSale: true,
          pictureId: 5,
          spec: '',
          priceFen: 100,
          isDefault: true,
        },
      ],
    ],
    ['a row that says nothing', [{ code: 'PEAR' }]],
    [
      'two sizes of a product',
      [
        { skuId: 21, name: '茶', spec: '大' },
        { skuId: 22, name: '茶', spec: '小' },
      ],
    ],
  ])('leaves all as it is for %s', (_, rows) => {
    expect(plan(...rows)).toEqual(NOTHING);
  });

  it('changes what is said, and nothing else', () => {
    expect(plan({ code: 'PEAR', priceFen: 120, summary: '甜', category: null })).toEqual({
      ...NOTHING,
      changedProducts: [{ ...pear, summary: '甜', categoryId: null }],
      changedSkus: [{ ...known.skus[0], priceFen: 120 }],
    });
  });

  it('lets two sizes swap names', () => {
    const { changedSkus, faults } = plan({ skuId: 21, spec: '小' }, { skuId: 22, spec: '大' });

    expect(faults).toEqual([]);
    expect(changedSkus.map(({ id, spec }) => [id, spec])).toEqual([
      [21, '小'],
      [22, '大'],
    ]);
  });

  it('makes one product of the rows of a new name', () => {
    const { newProducts, faults } = plan(
      { ...NEW, code: 'P-L', spec: '大', onSale: true },
      { ...NEW, code: 'P-S', spec: '小', priceFen: 400 },
    );

    expect(faults).toEqual([]);
    expect(newProducts).toEqual([
      {
        name: '桃',
        summary: null,
        categoryId: null,
        onSale: true,
        pictureId: 6,
        skus: [
          { spec: '大', priceFen: 500, code: 'P-L' },
          { spec: '小', priceFen: 400, code: 'P-S' },
        ],
      },
    ]);
  });

  it.each<[string, Partial<ProductRowWish>[]]>([
    ['by the id of the product', [{ productId: 2, code: 'TEA-M', spec: '中', priceFen: 250 }]],
    [
      'by the name that another row gives it',
      [
        { skuId: 21, name: '茶' },
        { name: '茶', code: 'TEA-M', spec: '中', priceFen: 250 },
      ],
    ],
  ])('adds a size %s', (_, rows) => {
    expect(plan(...rows)).toEqual({
      ...NOTHING,
      newSkus: [{ productId: 2, spec: '中', priceFen: 250, code: 'TEA-M' }],
    });
  });

  it.each<[string, Partial<ProductRowWish>[], number | null]>([
    ['the row that says so', [{ skuId: 21 }, { skuId: 22, isDefault: true }], 22],
    [
      'one that says so where others say no',
      [
        { skuId: 21, isDefault: true },
        { skuId: 22, isDefault: false },
      ],
      21,
    ],
    ['none where the default one says no', [{ skuId: 11, isDefault: false }], null],
  ])('makes the default sku of a product %s', (_, rows, defaultSkuId) => {
    const [product] = plan(...rows).changedProducts;

    expect(product?.defaultSkuId).toBe(defaultSkuId);
  });

  it.each<[string, Partial<ProductRowWish>[]]>([
    ['another that is none says no', [{ skuId: 21, isDefault: false }]],
    ['nothing is said', [{ skuId: 11 }, { skuId: 21 }]],
    ['the default one says yes', [{ skuId: 11, isDefault: true }]],
  ])('leaves the default sku as it is where %s', (_, rows) => {
    expect(plan(...rows)).toEqual(NOTHING);
  });

  it.each<[string, (boolean | undefined)[], string[]]>([
    ['the first', [undefined, undefined], ['N0']],
    ['the one that says so', [undefined, true], ['N1']],
    ['the first that does not say no', [false, undefined], ['N1']],
    ['none where all say no', [false, false], []],
  ])('makes the default sku of a new product %s', (_, said, codes) => {
    const rows = said.map((isDefault, n) => ({ ...NEW, code: `N${n}`, spec: `规${n}`, isDefault }));

    expect(plan(...rows)).toMatchObject({ defaultCodes: codes, faults: [] });
  });

  it('makes a new size the default one of a product that has another', () => {
    expect(plan({ productId: 2, code: 'TEA-M', spec: '中', priceFen: 250, isDefault: true })).toEqual({
      ...NOTHING,
      newSkus: [{ productId: 2, spec: '中', priceFen: 250, code: 'TEA-M' }],
      defaultCodes: ['TEA-M'],
    });
  });

  it.each<[string, Partial<ProductRowWish>[], number, string]>([
    [
      'two default sizes',
      [
        { skuId: 21, isDefault: true },
        { skuId: 22, isDefault: true },
      ],
      3,
      '默认规格与第2行',
    ],
    ['neither id nor code', [{ priceFen: 1 }], 2, '规格ID和编码至少填一个'],
    ['an unknown id', [{ skuId: 99 }], 2, '规格ID不存在'],
    ['a size that is switched off', [{ code: 'TEA-O' }], 2, '规格已停用'],
    ['a size of another product', [{ skuId: 11, productId: 2 }], 2, '商品ID与规格不符'],
    ["another's code", [{ skuId: 11, code: 'TEA-S' }], 2, '编码已用于规格22'],
    ['an unknown product', [{ productId: 99, code: 'X', priceFen: 1 }], 2, '商品ID不存在'],
    ['a new size without a price', [{ productId: 2, code: 'X' }], 2, '新规格要有价格'],
    ['a new product without a name', [{ code: 'X', priceFen: 1 }], 2, '新商品要有名称'],
    ['a new product without a picture', [{ name: '桃', code: 'X', priceFen: 1 }], 2, '新商品要有主图ID'],
    ['an unknown picture', [{ skuId: 11, pictureId: 99 }], 2, '主图ID不存在'],
    ['an unknown category', [{ skuId: 11, category: '肉' }], 2, '分类“肉”不存在'],
    ['a category of which there are two', [{ skuId: 11, category: '双' }], 2, '分类“双”不止一个'],
    ['a size twice', [{ skuId: 11 }, { code: 'PEAR' }], 3, '与第2行是同一规格'],
    [
      'a code twice',
      [
        { ...NEW, code: 'X', spec: '大' },
        { ...NEW, code: 'X', spec: '小' },
      ],
      3,
      '编码与第2行重复',
    ],
    [
      'a product that two rows call differently',
      [
        { skuId: 21, summary: '甲' },
        { skuId: 22, summary: '乙' },
      ],
      3,
      '简介与第2行的同一商品不一致',
    ],
    [
      'a name that two products have',
      [
        { skuId: 11, name: '茶' },
        { skuId: 21, name: '茶' },
        { name: '茶', code: 'X', priceFen: 1 },
      ],
      4,
      '有几个同名商品',
    ],
    ['several sizes, one without a name', [{ skuId: 21, spec: '' }], 2, '每个规格都要有名称'],
    ['a name that is switched off', [{ skuId: 21, spec: '旧' }], 2, '同名规格'],
  ])('names the row of %s', (_, rows, line, reason) => {
    expect(plan(...rows).faults).toEqual([{ line, reason: expect.stringContaining(reason) }]);
  });

  it('reads five thousand rows', () => {
    const rows = Array.from({ length: 5000 }, (_, n) => ({ ...NEW, name: `货${n}`, code: `C${n}` }));

    const { newProducts } = plan(...rows);

    expect(newProducts).toHaveLength(5000);
  });
});
