import { expect, it } from 'vitest';
import { judgeDatabaseClock } from './doctor-database-clock';

it.each([
  [0, 'ok', 'within 0 s'],
  [-59, 'ok', 'within 59 s'],
  [60, 'advice', '60 s ahead of'],
  [-299, 'advice', '299 s behind'],
  [300, 'fault', '300 s ahead of'],
  [-3600, 'fault', '3600 s behind'],
])('a database whose clock is %i s ahead is told: %s', (aheadSeconds, kind, said) => {
  const finding = judgeDatabaseClock(aheadSeconds);

  expect(finding.kind).toBe(kind);
  expect(finding.seen.en).toContain(said);
});
