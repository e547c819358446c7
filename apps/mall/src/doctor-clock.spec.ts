import { expect, it } from 'vitest';
import { judgeClock } from './doctor-clock';

const now = new Date('2026-01-01T00:00:00.400Z');

it.each([
  ['Thu, 01 Jan 2026 00:00:00 GMT', 'ok', '0 s'],
  ['Thu, 01 Jan 2026 00:00:59 GMT', 'ok', '59 s'],
  ['Thu, 01 Jan 2026 00:01:01 GMT', 'advice', '61 s behind'],
  ['Wed, 31 Dec 2025 23:55:02 GMT', 'advice', '298 s ahead'],
  ['Wed, 31 Dec 2025 23:55:00 GMT', 'fault', '300 s ahead'],
  ['Thu, 01 Jan 2026 08:00:00 GMT', 'fault', '28800 s behind'],
  ['yesterday', 'advice', 'does not say'],
  [undefined, 'advice', 'does not say'],
])('[D3-10] a host whose clock says %s is told: %s', (date, kind, said) => {
  const finding = judgeClock('wechat', date, now);

  expect(finding.kind).toBe(kind);
  expect(finding.seen.en).toContain(said);
});
