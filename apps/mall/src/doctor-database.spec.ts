import { expect, it } from 'vitest';
import { judgeSchema } from './doctor-database';

it.each([
  [{ pending: 0, world: 'sandbox' } as const, 'ok', 'up to date'],
  [{ pending: 2, world: 'sandbox' } as const, 'ok', 'runs 2 migrations'],
  [{ pending: 7 }, 'ok', 'runs 7 migrations'],
  [{ pending: 0, world: 'live' } as const, 'fault', 'belongs to the live world'],
  [{ pending: 0, unknown: 'FromTheFuture9' }, 'fault', 'newer than this code (FromTheFuture9)'],
])('a schema that is %j is judged', (state, kind, said) => {
  const finding = judgeSchema(state, 'sandbox');

  expect(finding.kind).toBe(kind);
  expect(finding.seen.en).toContain(said);
});
