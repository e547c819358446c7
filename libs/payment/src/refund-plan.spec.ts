import { DomainError } from '@app/common';
import { array, assert, infiniteStream, integer, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRefund, type Refundable, type RefundWish, type SoldLine } from './refund-plan';

const pears: SoldLine = { skuId: 1, count: 3, fen: 1000, refunded: 0 };
const plums: SoldLine = { skuId: 2, count: 1, fen: 500, refunded: 0 };
const order: Refundable = { restFen: 1500, lines: [pears, plums] };

describe('a refund', () => {
  it.each<[string, RefundWish, Refundable, { fen: number; lines: object[] }]>([
    ['of everything', {}, order, { fen: 1500, lines: [piece(1, 3), piece(2, 1)] }],
    ['of an amount stands for no goods', { fen: 7 }, order, { fen: 7, lines: [] }],
    ['of a piece costs its part, rounded down', { lines: [piece(1, 1)] }, order, part(333, [piece(1, 1)])],
    ['of a whole line costs the line', { lines: [piece(1, 3)] }, order, part(1000, [piece(1, 3)])],
    ['of one sku named twice', { lines: [piece(1, 1), piece(1, 1)] }, order, part(666, [piece(1, 2)])],
    ['of pieces for another amount', { fen: 1, lines: [piece(2, 1)] }, order, part(1, [piece(2, 1)])],
    [
      'of the last piece makes the line whole',
      { lines: [piece(1, 1)] },
      { restFen: 834, lines: [{ ...pears, refunded: 2 }, plums] },
      part(334, [piece(1, 1)]),
    ],
    [
      'of what is left after others',
      {},
      { restFen: 834, lines: [{ ...pears, refunded: 3 }, plums] },
      part(834, [piece(2, 1)]),
    ],
    [
      'of a line after an amount went back costs no more than is left',
      { lines: [piece(2, 1)] },
      { restFen: 200, lines: [pears, plums] },
      part(200, [piece(2, 1)]),
    ],
  ])('%s', (_what, wish, left, plan) => {
    expect(planRefund(wish, left)).toEqual(plan);
  });

  it.each<[string, RefundWish, Refundable, string | object]>([
    ['of more than is left', { fen: 1501 }, order, { amount: expect.any(String) }],
    ['of nothing', { fen: 0 }, order, { lines: expect.any(String) }],
    ['of goods that were not sold', { lines: [piece(9, 1)] }, order, { lines: expect.any(String) }],
    ['of more pieces than were sold', { lines: [piece(1, 4)] }, order, { lines: expect.any(String) }],
    [
      'of pieces that another refund owns',
      { lines: [piece(1, 2)] },
      { restFen: 834, lines: [{ ...pears, refunded: 2 }] },
      { lines: expect.any(String) },
    ],
    ['where everything went back', {}, { restFen: 0, lines: [] }, expect.stringContaining('可退')],
  ])('%s is refused', (_what, wish, left, msg) => {
    expect(() => planRefund(wish, left)).toThrow(DomainError);
    expect(refusal(() => planRefund(wish, left)).msg).toEqual(msg);
  });

  it('piece by piece, in any order, gives exactly the whole back', () => {
    assert(
      property(
        array(record({ fen: integer({ min: 1, max: 99_999 }), count: integer({ min: 1, max: 9 }) }), {
          minLength: 1,
          maxLength: 6,
        }),
        infiniteStream(nat()),
        (sold, dice) => {
          const lines = sold.map((line, skuId) => ({ ...line, skuId, refunded: 0 }));
          const total = lines.reduce((sum, { fen }) => sum + fen, 0);
          let rest = total;
          for (;;) {
            const open = lines.filter(({ count, refunded }) => refunded < count);
            if (open.length === 0) break;
            const line = open[dice.next().value % open.length]!;
            // A piece may be worth less than a fen: it then goes back with the next one.
            const count =
              Math.floor((line.fen * (line.refunded + 1)) / line.count) >
              Math.floor((line.fen * line.refunded) / line.count)
                ? 1
                : line.count - line.refunded;
            rest -= planRefund({ lines: [piece(line.skuId, count)] }, { restFen: rest, lines }).fen;
            line.refunded += count;
          }
          expect(rest).toBe(0);
        },
      ),
    );
  });
});

function piece(skuId: number, count: number) {
  return { skuId, count };
}

function part(fen: number, lines: object[]) {
  return { fen, lines };
}

function refusal(act: () => unknown): DomainError {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
