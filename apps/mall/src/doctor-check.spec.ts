import { expect, it } from 'vitest';
import { advice, fault, ok, runChecks, type Check, type Finding } from './doctor-check';

const words = (text: string) => ({ en: text, zh: text });
const check = (id: string, finding: Finding, needs?: string[]): Check => ({
  id,
  title: words(id),
  needs,
  run: () => finding,
});

it('tells each finding, leaves out what waits for a fault, and names the first next step', async () => {
  const lines: string[] = [];

  const diagnosis = await runChecks(
    [
      check('a', ok('seen', 'seen')),
      check('b', advice(words('soon'), words('renew'))),
      check('c', fault(words('gone'), words('first step')), ['a', 'b']),
      check('d', ok('unseen', 'unseen'), ['c']),
      check('e', fault(words('unseen'), words('unseen')), ['d']),
      check('f', fault(words('wrong'), words('second step'))),
    ],
    (line) => lines.push(line),
  );

  expect(diagnosis).toEqual({ faults: 2, advices: 1, nextStep: words('first step') });
  expect(lines.filter((line) => /^\S/.test(line)).map((line) => line.slice(0, 3))).toEqual([
    '✓ a',
    '! b',
    '✗ c',
    '· d',
    '· e',
    '✗ f',
  ]);
  expect(lines.join('\n')).not.toContain('unseen');
});
