import { describe, expect, it } from 'vitest';
import { ACCEPTANCE, type Proof, type Rule } from './acceptance';
import { specTitles } from '../given/spec-titles';

const titles = specTitles().map(({ file, title }) => ({ file, title: withoutNumbers(title) }));

/** The whole title that these words are of. */
function titleOf([file, words]: Proof): string | undefined {
  const said = withoutNumbers(words);
  return titles.find((one) => one.file === file && one.title.startsWith(said))?.title;
}

/** A test may prove a trap and a fault besides, and name them first. */
function withoutNumbers(title: string): string {
  return title.replace(/^(\[[^\]]*\]\s*)+/, '');
}

describe('what WeChat Pay asks of whoever goes live is proven:', () => {
  it.each(ACCEPTANCE)('$en', ({ proofs }) => {
    expect(proofs.length).toBeGreaterThan(0);
    expect(proofs.filter((proof) => titleOf(proof) === undefined)).toEqual([]);
  });

  it('and here is the report', () => {
    process.stdout.write(`\nWeChat Pay 验收清单 acceptance list\n\n${ACCEPTANCE.map(row).join('\n')}\n`);

    expect(ACCEPTANCE.length).toBeGreaterThanOrEqual(20);
  });
});

function row({ zh, en, source, proofs }: Rule, index: number): string {
  const number = String(index + 1).padStart(2);
  const lines = proofs.map((proof) => `      ${proof[0]}: ${titleOf(proof)}`);
  return [`${number}  ${zh}〔${source}〕`, `    ${en}`, ...lines].join('\n');
}
