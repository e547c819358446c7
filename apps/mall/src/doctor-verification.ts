import { withClient } from '@app/database';
import { advice, fault, ok, type Finding } from './doctor-check';

/** The nightly verification, as the timetable has it. */
export interface LastVerification {
  hours: number;
  tries: number;
  trouble: string | null;
}

const OVERDUE_HOURS = 48;

/** Nothing where no shop has ever verified its books, or a schema of before knows nothing of it. */
export async function lastVerification(
  url: string,
  clockOffset: string,
): Promise<LastVerification | undefined> {
  return withClient(url, async (client) => {
    const { rows: known } = await client.query(KNOWS_IT);
    if (known.length === 0) return undefined;
    return (await client.query<LastVerification>(LAST_VERIFICATION, [clockOffset])).rows[0];
  });
}

const KNOWS_IT = `
  SELECT FROM pg_attribute WHERE attrelid = to_regclass('timetable') AND attname = 'done_at'`;
const LAST_VERIFICATION = `
  SELECT floor(extract(epoch FROM now() + $1::interval - done_at) / 3600)::int4 AS hours, tries, trouble
    FROM timetable WHERE name = 'verify'`;

export function judgeVerification(last: LastVerification | undefined): Finding {
  if (!last) return ok('not yet; a running shop does it every night.', '尚未核查；运行中的商城每晚核查。');
  const { hours, tries, trouble } = last;
  if (hours < OVERDUE_HOURS) return ok(`verified ${hours} h ago.`, `${hours} 小时前核查过。`);
  const why = tries > 1 && trouble ? ` (${trouble})` : '';
  const seen = {
    en: `The books were last verified ${hours} h ago; tried ${tries} times since${why}.`,
    zh: `账目上次核查在 ${hours} 小时前，此后尝试 ${tries} 次${why}。`,
  };
  if (tries > 1)
    return fault(seen, {
      en: 'Run "npm run verify" and mend what it says.',
      zh: '请运行 "npm run verify"，并按提示修复。',
    });
  return advice(seen, {
    en: 'Keep a process with ROLE=all or ROLE=worker running: it verifies the books every night.',
    zh: '请保持一个 ROLE=all 或 ROLE=worker 的进程运行：它每晚核查账目。',
  });
}
