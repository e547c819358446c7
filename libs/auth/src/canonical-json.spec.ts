import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json';

describe('canonical JSON', () => {
  it('does not depend on the order of fields, at any depth', () => {
    const one = { products: [{ product_id: 1, count: 2 }], remark: '少糖' };
    const same = { remark: '少糖', products: [{ count: 2, product_id: 1 }] };

    expect(canonicalJson(one)).toBe(canonicalJson(same));
  });

  it.each([
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: 1 }, { a: '1' }],
    [{ a: 1 }, { a: 1, b: null }],
    [{}, []],
    [null, {}],
  ])('tells %j from %j', (one, other) => {
    expect(canonicalJson(one)).not.toBe(canonicalJson(other));
  });

  it('has a text for nothing at all', () => {
    expect(canonicalJson(undefined)).toBe('null');
  });
});
