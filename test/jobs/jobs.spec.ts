import { migrate, startEmbeddedPostgres } from '@app/database';
import { once } from 'node:events';
import { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dataFolder, postmasterOf, removeFolder } from '../given/cluster';
import { freshDatabase, type FreshDatabase } from '../given/database';
import { eventually } from '../given/shop';
import { JobProcess } from './worker';

let database: FreshDatabase;
let db: Pool;
let done: number[] = [];
let running: JobProcess[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  db = new Pool({ connectionString: database.url, max: 1 });
});
afterEach(async () => {
  for (const process of running) await process.stop();
  running = [];
  done = [];
  await db.query('DELETE FROM graphile_worker._private_jobs');
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

async function begin(
  count: (payload: { n: number }) => Promise<unknown> = async ({ n }) => done.push(n),
  settings: Record<string, string> = {},
): Promise<JobProcess> {
  const process = new JobProcess(database.url, { count }, settings);
  running.push(process);
  return process.start();
}

const doneTimes = (times: number) =>
  eventually(
    async () => [...done],
    (seen) => seen.length >= times,
  );

async function waiting(): Promise<{ attempts: number; locked: boolean }[]> {
  const { rows } = await db.query(
    'SELECT attempts, locked_at IS NOT NULL AS locked FROM graphile_worker._private_jobs ORDER BY id',
  );
  return rows;
}

async function makeDue(): Promise<void> {
  await db.query('UPDATE graphile_worker._private_jobs SET run_at = now()');
}

describe('a job', () => {
  it('is done when the transaction that asked for it is committed', async () => {
    const process = await begin();
    let seenBefore: unknown;

    await process.ask('count', 1, { before: async () => void (seenBefore = (await waiting()).length) });

    expect(await doneTimes(1)).toEqual([1]);
    expect(seenBefore).toBe(0);
    expect(await eventually(waiting, (jobs) => jobs.length === 0)).toEqual([]);
    expect(process.log).toEqual([]);
  });

  it('is never done where that transaction was undone', async () => {
    const process = await begin();

    const refused = process.ask('count', 1, { before: () => Promise.reject(new Error('undone')) });

    await expect(refused).rejects.toThrow('undone');
    await process.ask('count', 2);
    expect(await doneTimes(1)).toEqual([2]);
  });

  it('waits once under its key, with what was asked for last', async () => {
    const process = await begin(undefined, { ROLE: 'api' });
    for (const n of [1, 2, 3]) await process.ask('count', n, { key: 'the same' });

    await begin();

    expect(await doneTimes(1)).toEqual([3]);
    expect(await eventually(waiting, (jobs) => jobs.length === 0)).toEqual([]);
  });

  it('is left to other processes by one that only answers requests', async () => {
    const api = await begin(undefined, { ROLE: 'api' });
    await api.ask('count', 1);

    const { rows } = await db.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'minimall jobs'`,
    );

    expect(rows).toEqual([]);
    expect(await waiting()).toEqual([{ attempts: 0, locked: false }]);
  });

  it('is done by one of two workers', async () => {
    const [one] = [await begin(), await begin()];
    const asked = Array.from({ length: 40 }, (_, n) => n);

    await Promise.all(asked.map((n) => one.ask('count', n)));

    await eventually(waiting, (jobs) => jobs.length === 0);
    expect(done.toSorted((a, b) => a - b)).toEqual(asked);
  });
});

describe('a job that fails', () => {
  it('is tried again later, with a warning', async () => {
    let faults = 1;
    const process = await begin(async ({ n }) => {
      if (faults-- > 0) throw new Error('the robot is asleep');
      done.push(n);
    });

    await process.ask('count', 7);

    const [job] = await eventually(waiting, ([seen]) => seen?.attempts === 1 && !seen.locked);
    expect(job).toEqual({ attempts: 1, locked: false });
    await makeDue();
    expect(await doneTimes(1)).toEqual([7]);
    expect(process.log.map((line) => JSON.parse(line).level)).toEqual([40]);
    expect(process.log[0]).toContain('the robot is asleep');
  });

  it('stays listed after its last try, until a person retries or drops it', async () => {
    let isAsleep = true;
    const process = await begin(async ({ n }) => {
      if (isAsleep) throw new Error('the robot is asleep');
      done.push(n);
    });
    for (const n of [1, 2]) await process.ask('count', n, { mostTries: 1 });
    const listed = () => process.failed.list({ size: 10 });
    const [second, first] = await eventually(listed, (jobs) => jobs.length === 2);

    isAsleep = false;
    const acts = [await process.failed.retry(first!.id), await process.failed.drop(second!.id)];

    expect(first).toMatchObject({ name: 'count', payload: { n: 1 }, tries: 1, error: 'the robot is asleep' });
    expect(await doneTimes(1)).toEqual([1]);
    expect([...acts, await process.failed.retry(second!.id)]).toEqual([true, true, false]);
    expect(await listed()).toEqual([]);
    expect(process.log.map((line) => JSON.parse(line).level)).toEqual([50, 50]);
  });
});

describe('a worker', () => {
  it('that is closed while a job hangs gives it back within five seconds', async () => {
    const letGo = new AbortController();
    const process = await begin(() => once(letGo.signal, 'abort'));
    await process.ask('count', 1);
    await eventually(waiting, ([job]) => job?.locked === true);
    const asked = performance.now();

    await process.stop();

    expect(performance.now() - asked).toBeLessThan(5000);
    expect(await waiting()).toEqual([{ attempts: 1, locked: false }]);
    letGo.abort();
  });

  it('goes on when all its connections were cut, in the middle of a job too', async () => {
    let cut = false;
    const process = await begin(async ({ n }) => {
      if (!cut) await terminateAll();
      cut = true;
      done.push(n);
    });

    await process.ask('count', 1);
    await doneTimes(1);
    await eventually(waiting, (jobs) => jobs.length === 0);
    await eventually(
      () =>
        process.ask('count', 2).then(
          () => true,
          () => false,
        ),
      Boolean,
    );

    expect(await eventually(async () => done.includes(2), Boolean)).toBe(true);
    // What was done and could not be marked as done is done again.
    expect(new Set(done)).toEqual(new Set([1, 2]));
    expect(process.log.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  });

  it('goes on when the database itself was killed and came back', async () => {
    const dataDir = dataFolder();
    const postgres = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } });
    await migrate(postgres.url);
    const process = new JobProcess(postgres.url, { count: async ({ n }) => done.push(n) });
    running.push(await process.start());

    globalThis.process.kill(postmasterOf(postgres.home), 'SIGQUIT');
    await eventually(
      () =>
        process.ask('count', 3).then(
          () => true,
          () => false,
        ),
      Boolean,
    );

    expect(await doneTimes(1)).toEqual([3]);
    expect(process.log.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
    await process.stop();
    await postgres.stop('immediate');
    removeFolder(postgres.home);
    removeFolder(dataDir);
  });

  it('takes over what a killed one left behind', async () => {
    const api = await begin(undefined, { ROLE: 'api' });
    await api.ask('count', 1);
    await db.query(
      `UPDATE graphile_worker._private_jobs SET locked_by = 'pool-killed', locked_at = now() - interval '6 minutes'`,
    );

    await begin();

    expect(await doneTimes(1)).toEqual([1]);
  });
});

async function terminateAll(): Promise<void> {
  await db.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
}
