import { DomainError } from '@app/common';
import {
  array,
  assert,
  boolean,
  constant,
  infiniteStream,
  integer,
  nat,
  oneof,
  property,
  record,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRefund, type Refundable, type RefundWish, type SoldLine } from './refund-plan';

const pears: SoldLine = { skuId: 1, count: 3, fen: 1000, refunded: 0 };
const plums: SoldLine = { skuId: 2, count: 1, fen: 500, refunded: 0 };
const order: Refundable = { restFen: 1500, freightFen: 0, lines: [pears, plums] };
const sent: Refundable = { restFen: 2300, freightFen: 800, lines: [pears, plums] };

describe('a refund', () => {
  it.each<[string, RefundWish, Refundable, { fen: number; lines: object[]; hasFreight: boolean }]>([
    ['of everything', {}, order, part(1500, [piece(1, 3), piece(2, 1)])],
    ['of an amount stands for no goods', { fen: 7 }, order, part(7, [])],
    ['of a piece costs its part, rounded down', { lines: [piece(1, 1)] }, order, part(333, [piece(1, 1)])],
    ['of a whole line costs the line', { lines: [piece(1, 3)] }, order, part(1000, [piece(1, 3)])],
    ['of one sku named twice', { lines: [piece(1, 1), piece(1, 1)] }, order, part(666, [piece(1, 2)])],
    ['of pieces for another amount', { fen: 1, lines: [piece(2, 1)] }, order, part(1, [piece(2, 1)])],
    [
      'of the last piece makes the line whole',
      { lines: [piece(1, 1)] },
      { restFen: 834, freightFen: 0, lines: [{ ...pears, refunded: 2 }, plums] },
      part(334, [piece(1, 1)]),
    ],
    [
      'of what is left after others',
      {},
      { restFen: 834, freightFen: 0, lines: [{ ...pears, refunded: 3 }, plums] },
      part(834, [piece(2, 1)]),
    ],
    [
      'of a line after an amount went back costs no more than is left',
      { lines: [piece(2, 1)] },
      { restFen: 200, freightFen: 0, lines: [pears, plums] },
      part(200, [piece(2, 1)]),
    ],
    ['of everything takes the freight too', {}, sent, part(2300, [piece(1, 3), piece(2, 1)], true)],
    ['of everything but the freight', { freight: false }, sent, part(1500, [piece(1, 3), piece(2, 1)])],
    ['of the freight alone', { freight: true }, sent, part(800, [], true)],
    ['of a line leaves the freight', { lines: [piece(1, 3)] }, sent, part(1000, [piece(1, 3)])],
    [
      'of a line and the freight',
      { lines: [piece(2, 1)], freight: true },
      sent,
      part(1300, [piece(2, 1)], true),
    ],
    ['of a part of the freight', { fen: 300, freight: true }, sent, part(300, [], true)],
    ['of an amount leaves the freight', { fen: 800 }, sent, part(800, [])],
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
      { restFen: 834, freightFen: 0, lines: [{ ...pears, refunded: 2 }] },
      { lines: expect.any(String) },
    ],
    ['of freight that went back', { freight: true }, order, { freight: expect.any(String) }],
    [
      'where everything went back',
      {},
      { restFen: 0, freightFen: 0, lines: [] },
      expect.stringContaining('可退'),
    ],
  ])('%s is refused', (_what, wish, left, msg) => {
    expect(() => planRefund(wish, left)).toThrow(DomainError);
    expect(refusal(() => planRefund(wish, left)).msg).toEqual(msg);
  });

  it('piece by piece, in any order, the freight somewhere among them, gives exactly the whole back', () => {
    assert(
      property(carts, infiniteStream(nat()), ({ sold, freightFen }, dice) => {
        const lines = sold.map((line, skuId) => ({ ...line, skuId, refunded: 0 }));
        const left = { restFen: sumOf(sold) + freightFen, freightFen, lines };
        for (;;) {
          const open = lines.filter(({ count, refunded }) => refunded < count);
          const acts = open.length + (left.freightFen > 0 ? 1 : 0);
          if (acts === 0) break;
          const line = open[dice.next().value % acts];
          if (line) {
            const count = worthAFen(line);
            left.restFen -= planRefund({ lines: [piece(line.skuId, count)] }, left).fen;
            line.refunded += count;
          } else {
            left.restFen -= planRefund({ freight: true }, left).fen;
            left.freightFen = 0;
          }
        }
        expect(left.restFen).toBe(0);
      }),
      { numRuns: 10_000 },
    );
  });

  it('of some lines and then of the rest gives exactly the whole back, with the freight or after it', () => {
    assert(
      property(carts, nat(), boolean(), ({ sold, freightFen }, dice, isLast) => {
        const lines = sold.map((line, skuId) => ({ ...line, skuId, refunded: 0 }));
        const restFen = sumOf(sold) + freightFen;
        const first = lines[dice % lines.length]!;

        const one = planRefund({ lines: [piece(first.skuId, first.count)] }, { restFen, freightFen, lines });
        first.refunded = first.count;
        const rest = { restFen: restFen - one.fen, freightFen, lines };
        if (rest.restFen === 0) return;
        if (!isLast || freightFen === 0 || rest.restFen === freightFen) {
          expect(planRefund({}, rest)).toMatchObject({ fen: rest.restFen, hasFreight: freightFen > 0 });
          return;
        }
        const goods = planRefund({ freight: false }, rest);
        expect(goods).toMatchObject({ fen: rest.restFen - freightFen, hasFreight: false });
      }),
    );
  });
});

/** Lines with the discount taken off, and freight of any size, or none. */
const carts = record({
  sold: array(record({ fen: integer({ min: 1, max: 99_999 }), count: integer({ min: 1, max: 9 }) }), {
    minLength: 1,
    maxLength: 6,
  }),
  freightFen: oneof(constant(0), integer({ min: 1, max: 5_000 })),
});

function sumOf(sold: { fen: number }[]): number {
  return sold.reduce((sum, { fen }) => sum + fen, 0);
}

/** A piece may be worth less than a fen: it then goes back with the rest of its line. */
function worthAFen({ fen, count, refunded }: SoldLine): number {
  const isWorth = Math.floor((fen * (refunded + 1)) / count) > Math.floor((fen * refunded) / count);
  return isWorth ? 1 : count - refunded;
}

function piece(skuId: number, count: number) {
  return { skuId, count };
}

function part(fen: number, lines: object[], hasFreight = false) {
  return { fen, lines, hasFreight };
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
