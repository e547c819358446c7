import { describe, expect, it } from 'vitest';
import { momentFrom, momentUntil, searchSql } from './order-search';
import { OrderStatus } from './order-status';

describe('an order search', () => {
  it('has a branch for each status, and one limit for each and for all', () => {
    const { sql, params } = searchSql({ statuses: [OrderStatus.Paid, OrderStatus.Shipped] }, 21);

    expect(sql.match(/LIMIT \$1\b/g)).toHaveLength(3);
    expect(params).toEqual([21, OrderStatus.Paid, OrderStatus.Shipped]);
  });

  it('looks for a whole number alone, and for the beginning of one about the time that it tells', () => {
    const whole = searchSql({ statuses: [1], number: '01KA3V9C8Q5ZJ7W2M4XN' }, 1);
    const beginning = searchSql({ statuses: [1], number: '01KA' }, 1);
    const none = searchSql({ statuses: [1], number: 'IOU' }, 1);

    expect(whole.sql).toContain('o.order_no = $1');
    expect(whole.sql).not.toContain('created_at >=');
    expect(beginning.sql).toContain('starts_with(o.order_no, $1)');
    expect(beginning.sql).toContain('created_at >=');
    expect(none.sql).toContain('AND false');
  });

  it('hides what is asked for in parameters', () => {
    const { sql, params } = searchSql(
      {
        statuses: [1],
        phones: ['13800138000'],
        from: momentFrom('2026-01-01'),
        until: momentUntil('2026-01-01'),
        after: { micros: 1_767_225_600_000_000, id: 5 },
      },
      20,
    );

    expect(params).toEqual([
      ['13800138000'],
      new Date('2025-12-31T16:00:00Z'),
      new Date('2026-01-01T16:00:00Z'),
      1_767_225_600_000_000,
      5,
      20,
      1,
    ]);
    expect(sql).not.toContain('138001');
  });

  it('lists the orders of a product that is seldom sold, and looks into those of one that sells well', () => {
    const search = { statuses: [1, 2], productId: 7 };

    const seldom = searchSql(search, 20, { isSeldom: true, newestMicros: 1 });
    const well = searchSql(search, 20, { isSeldom: false, newestMicros: 1 });
    const never = searchSql(search, 20, { isSeldom: true, newestMicros: null });

    expect(seldom.sql).toContain('o.id = ANY(ARRAY(SELECT l.order_id');
    expect(seldom.sql).not.toContain('UNION ALL');
    expect(seldom.params).toEqual([7, 20, [1, 2]]);
    expect(well.sql).toContain('EXISTS (SELECT l.order_id');
    expect(well.params).toEqual([7, 3_600_000_001, 20, 1, 2]);
    expect(never.sql).toContain('AND false');
  });
});

describe('a moment', () => {
  it.each([
    ['2026-01-01', '2025-12-31T16:00:00.000Z', '2026-01-01T16:00:00.000Z'],
    ['2026-01-01 08:30:00', '2026-01-01T00:30:00.000Z', '2026-01-01T00:30:00.000Z'],
  ])('%s is from %s until %s', (text, from, until) => {
    expect([momentFrom(text), momentUntil(text)].map((at) => at.toISOString())).toEqual([from, until]);
  });
});
