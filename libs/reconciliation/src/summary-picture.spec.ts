import { describe, expect, it } from 'vitest';
import { parseStringPromise } from 'xml2js';
import type { DaySummary } from './summary';
import { scaleOf, summarySvg } from './summary-picture';

const quiet: DaySummary = {
  date: '2026-01-01',
  placed: 0,
  paidOrders: 0,
  shipped: 0,
  received: 0,
  closed: 0,
  newShoppers: 0,
  paidFen: 0,
  refunds: 0,
  refundedFen: 0,
  hourFen: Array.from({ length: 24 }, () => 0),
  topProducts: [],
};
const busy: DaySummary = {
  ...quiet,
  paidOrders: 2,
  paidFen: 123_456,
  hourFen: quiet.hourFen.map((_, hour) => (hour === 9 ? 120_000 : hour === 21 ? 3_456 : 0)),
  topProducts: [{ productId: 1, name: '秋月梨', count: 3, fen: 120_000 }],
};

describe('the picture of a day', () => {
  it('shows the totals, a bar for each hour that brought something, and what sold', () => {
    const svg = summarySvg(busy, '素材小店');

    expect(svg.match(/fill="#07c160"/g)).toHaveLength(2);
    for (const shown of ['素材小店 2026-01-01', '>1234.56<', '1. 秋月梨', '×3', '>1200.00<', '9:00 1200.00'])
      expect(svg).toContain(shown);
  });

  it('is drawn of a day without anything, too', () => {
    const svg = summarySvg(quiet, '店');

    expect(svg).not.toContain('#07c160');
    expect(svg).toContain('Nothing was paid');
    expect(svg).not.toContain('NaN');
  });

  it.each([
    ['</text><script>alert(1)</script>', '&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['"梨" & \'桃\'', '&quot;梨&quot; &amp; &apos;桃&apos;'],
    ['a\u0000b\u001bc\ufffed', 'a b c d'],
    ['half \ud83d', 'half \ufffd'],
  ])('takes %j for text and no more', async (name, shown) => {
    const shop = summarySvg(quiet, name);
    const product = summarySvg(
      { ...busy, topProducts: [{ ...busy.topProducts[0]!, name: name.slice(0, 10) }] },
      '店',
    );

    expect(shop).toContain(`>${shown} 2026-01-01<`);
    for (const svg of [shop, product]) {
      expect(svg).not.toContain('<script');
      expect(await parseStringPromise(svg)).toHaveProperty('svg.text');
    }
  });

  it.each([
    [0, 100],
    [99, 100],
    [100, 100],
    [101, 200],
    [3_456, 5_000],
    [120_000, 200_000],
    [999_999, 1_000_000],
  ])('stands on an axis for %i fen that ends at %i', (most, limit) => {
    expect(scaleOf([0, most, 0])).toBe(limit);
  });
});
