import { describe, expect, it } from 'vitest';
import { specTitles } from '../given/spec-titles';

/** The faults that the shop survives, and the rows of the table of answers to a notify. */
const FAULTS = 55;
const ANSWERS = 9;

const titles = specTitles()
  .filter(({ file }) => !file.endsWith('/faults.spec.ts'))
  .map(({ title }) => title);
const provenBy = (tag: string) => titles.filter((title) => title.includes(`[${tag}`));

describe('every fault has a test that is named by its number', () => {
  it.each(
    Array.from({ length: FAULTS }, (_, index) => {
      const proofs = provenBy(`F${index + 1}]`);
      return [index + 1, proofs[0] ?? 'nothing', proofs] as const;
    }),
  )('fault %i: %s', (_number, _first, proofs) => {
    expect(proofs).not.toEqual([]);
  });

  it('and no test has a number beyond', () => {
    const numbers = titles.flatMap((title) =>
      [...title.matchAll(/\[F(\d+)\]/g)].map(([, number]) => Number(number)),
    );

    expect(numbers.filter((number) => number < 1 || number > FAULTS)).toEqual([]);
  });
});

it.each(Array.from({ length: ANSWERS }, (_, index) => index + 1))(
  'row %i of the answers to a notify has a test',
  (row) => {
    expect(provenBy(`answer ${row} `)).not.toEqual([]);
  },
);
