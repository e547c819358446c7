import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** The faults that the shop survives, and the rows of the table of answers to a notify. */
const FAULTS = 55;
const ANSWERS = 9;
const FIRST_TEXT = /^(?!\s*(?:\/\/|\*))[^'"`\n]*(['"`])(.*?)\1/gm;

/** The titles of all tests that are written, as they are written: a line's first text. */
const titles = ['test', 'libs', 'apps']
  .flatMap((folder) => specsIn(folder))
  .filter((file) => path.resolve(file) !== __filename)
  .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(FIRST_TEXT)])
  .map(([, , title]) => title!);

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

function specsIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.spec.ts')).map((file) => path.join(folder, file));
}
