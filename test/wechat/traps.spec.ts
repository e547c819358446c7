import { describe, expect, it } from 'vitest';
import { specTitles, type Title } from '../given/spec-titles';

/** How many traps WeChat Pay has: of both versions, of v2 alone and of v3 alone. */
const TRAPS = { D1: 30, D2: 17, D3: 25 };
const NUMBERS = Object.entries(TRAPS).flatMap(([group, count]) =>
  Array.from({ length: count }, (_, index) => `${group}-${index + 1}`),
);

const proofs = new Map<string, Title[]>(NUMBERS.map((number) => [number, []]));
for (const title of specTitles().filter(({ file }) => !file.endsWith('/traps.spec.ts')))
  for (const [, number] of title.title.matchAll(/\[(D\d+-\d+)\]/g)) proofs.get(number!)?.push(title);

describe('each trap of WeChat Pay has a test that names it:', () => {
  it.each(NUMBERS)('%s', (number) => {
    expect(proofs.get(number)!.length).toBeGreaterThan(0);
  });

  it('and there are 72 of them', () => {
    expect(proofs.size).toBe(72);

    process.stdout.write(`${NUMBERS.map(listed).join('\n')}\n`);
  });
});

function listed(number: string): string {
  const [first, ...others] = proofs.get(number)!;
  const more = others.length > 0 ? ` (+${others.length})` : '';
  return `${number.padEnd(6)} ${first?.file}: ${first?.title.replaceAll(/[, ]*\[D\d+-\d+\] ?/g, '')}${more}`;
}
