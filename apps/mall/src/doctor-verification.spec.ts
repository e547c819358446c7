import { expect, it } from 'vitest';
import { judgeVerification } from './doctor-verification';

it.each([
  [undefined, 'ok', 'not yet'],
  [{ hours: 47, tries: 3, trouble: 'too slow' }, 'ok', 'verified 47 h ago'],
  [{ hours: 48, tries: 0, trouble: null }, 'advice', 'last verified 48 h ago'],
  [{ hours: 72, tries: 1, trouble: null }, 'advice', 'tried 1 times'],
  [{ hours: 72, tries: 9, trouble: 'too slow' }, 'fault', 'tried 9 times since (too slow)'],
  [{ hours: 72, tries: 9, trouble: null }, 'fault', 'tried 9 times since.'],
])('a last verification of %j is judged', (last, kind, said) => {
  const finding = judgeVerification(last);

  expect(finding.kind).toBe(kind);
  expect(finding.seen.en).toContain(said);
});
