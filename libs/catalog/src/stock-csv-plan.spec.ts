import { describe, expect, it } from 'vitest';
import { planStock, type StockColumn } from './stock-csv-plan';

const skus = [
  { id: 1, code: 'PEAR', stock: 5, stocked: 9 },
  { id: 2, code: null, stock: 0, stocked: 999_999_999 },
];
const refs = [{ skuId: 1, ref: 'OLD', kind: 'IN', count: 4 }];
const plan = (...rows: Partial<Record<StockColumn, string>>[]) =>
  planStock(
    rows.map((cells, index) => ({ line: index + 2, cells })),
    { skus, refs },
  );

describe('planStock', () => {
  it.each<[string, Partial<Record<StockColumn, string>>, object]>([
    ['goods that came in', { sku_id: '1', change: '3', ref: 'A' }, { kind: 'IN', count: 3 }],
    ['a plus sign', { sku_id: '1', change: '+3', ref: 'A' }, { kind: 'IN', count: 3 }],
    [
      'what is gone',
      { sku_id: '1', change: '-5', ref: 'A', reason: '破损' },
      { kind: 'ADJUST', count: -5, reason: '破损' },
    ],
    ['what was found', { code: 'PEAR', kind: '调整', change: '1', ref: 'A' }, { kind: 'ADJUST', count: 1 }],
    ['a kind in letters', { code: 'PEAR', kind: 'in', change: '1', ref: 'A' }, { kind: 'IN', count: 1 }],
  ])('books %s', (_, cells, change) => {
    expect(plan(cells)).toMatchObject({ changes: [{ skuId: 1, ref: 'A', ...change }], faults: [] });
  });

  it('passes over rows without a number, and over papers that are booked', () => {
    const done = plan(
      { sku_id: '1', change: '' },
      { sku_id: '1', stock: '5' },
      { sku_id: '1', change: '4', ref: 'OLD' },
    );

    expect(done).toEqual({ changes: [], repeated: 1, faults: [] });
  });

  it('takes one paper for several skus', () => {
    const { changes } = plan({ sku_id: '1', change: '1', ref: 'A' }, { sku_id: '2', change: '1', ref: 'A' });

    expect(changes).toHaveLength(2);
  });

  it.each<[string, Partial<Record<StockColumn, string>>[], string]>([
    ['no sku', [{ change: '1', ref: 'A' }], '至少填一个'],
    ['an unknown id', [{ sku_id: '9', change: '1', ref: 'A' }], '规格ID不存在'],
    ['an id that is none', [{ sku_id: 'x', change: '1', ref: 'A' }], '规格ID不存在'],
    ['an unknown code', [{ code: 'X', change: '1', ref: 'A' }], '编码不存在'],
    ['a code of another', [{ sku_id: '2', code: 'PEAR', change: '1', ref: 'A' }], '编码与规格ID不符'],
    ['nothing', [{ sku_id: '1', change: '0', ref: 'A' }], '变动数量'],
    ['half a piece', [{ sku_id: '1', change: '1.5', ref: 'A' }], '变动数量'],
    ['too much', [{ sku_id: '1', change: '1000001', ref: 'A' }], '变动数量'],
    ['another kind', [{ sku_id: '1', kind: 'SELL', change: '1', ref: 'A' }], '类型'],
    ['goods that come in and are gone', [{ sku_id: '1', kind: '入库', change: '-1', ref: 'A' }], '必须大于0'],
    ['no paper', [{ sku_id: '1', change: '1' }], '单号不能为空'],
    ['a long paper', [{ sku_id: '1', change: '1', ref: 'x'.repeat(65) }], '单号不能超过'],
    ['a long reason', [{ sku_id: '1', change: '1', ref: 'A', reason: '长'.repeat(101) }], '原因不能超过'],
    ['more than is for sale', [{ sku_id: '1', change: '-6', ref: 'A' }], '可售库存不足'],
    [
      'more than is for sale, by two papers',
      [
        { sku_id: '1', change: '-3', ref: 'A' },
        { sku_id: '1', change: '-3', ref: 'B' },
      ],
      '可售库存不足',
    ],
    ['more than can be counted', [{ sku_id: '2', change: '2', ref: 'A' }], '库存超出上限'],
    [
      'a paper twice',
      [
        { sku_id: '1', change: '1', ref: 'A' },
        { code: 'PEAR', change: '1', ref: 'A' },
      ],
      '与第2行',
    ],
    [
      'a paper that was booked of another number',
      [{ sku_id: '1', change: '5', ref: 'OLD' }],
      '单号已入账，数量是4',
    ],
  ])('names the row of %s', (_, rows, reason) => {
    const { faults } = plan(...rows);

    expect(faults).toEqual([{ line: rows.length + 1, reason: expect.stringContaining(reason) }]);
  });
});
