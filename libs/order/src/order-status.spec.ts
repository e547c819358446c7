import { describe, expect, it } from 'vitest';
import { mayBecome, OrderStatus } from './order-status';

const LEGAL = new Set(['1→2', '1→4', '1→7', '2→3', '2→8', '3→6', '3→8', '4→2', '4→5', '6→8']);
const ALL = Object.values(OrderStatus).filter((value) => typeof value === 'number');

describe('the life of an order', () => {
  it.each(ALL.flatMap((from) => ALL.map((to) => [from, to] as const)))('step %i → %i', (from, to) => {
    expect(mayBecome(from, to)).toBe(LEGAL.has(`${from}→${to}`));
  });
});
