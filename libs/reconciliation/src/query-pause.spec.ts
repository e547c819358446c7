import { describe, expect, it } from 'vitest';
import { leftOver, pauseAfterQuery, QUERIES_AT_ONCE, turnOf, type QueryTurn } from './query-pause';

const gap = (over: Partial<QueryTurn> = {}): QueryTurn => ({
  known: false,
  waiting: false,
  due: true,
  ...over,
});
const many = (count: number, over?: Partial<QueryTurn>) => Array.from({ length: count }, () => gap(over));

describe('the pause after a query', () => {
  it.each([
    [1, 600, 600],
    [2, 600, 1200],
    [4, 600, 4800],
    [9, 600, 86_400],
    [1, 60, 60],
    [11, 60, 61_440],
    [5000, 60, 86_400],
  ])('is, after %i of them of which the first had %i s, %i s', (queries, first, seconds) => {
    expect(pauseAfterQuery(queries, first)).toBe(seconds);
  });
});

describe('the turn of a discrepancy', () => {
  it('comes when its pause is over, and not while another bill may explain it', () => {
    const [fresh, known] = [gap(), gap({ known: true })];

    expect(turnOf([fresh, gap({ due: false }), gap({ waiting: true }), known])).toEqual([fresh, known]);
  });

  it('is left to a later look where there are too many', () => {
    const found = [...many(QUERIES_AT_ONCE), ...many(3), ...many(7, { known: true })];

    expect(turnOf(found)).toHaveLength(QUERIES_AT_ONCE);
    expect(leftOver(found, QUERIES_AT_ONCE)).toBe(3);
  });

  it('makes no hurry where all that is left is a case already', () => {
    const found = [...many(5), ...many(1000, { known: true }), ...many(9, { due: false })];

    expect(leftOver(found, QUERIES_AT_ONCE)).toBe(0);
  });
});
