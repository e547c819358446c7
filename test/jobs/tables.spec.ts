import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../given/database';
import { JobProcess } from './worker';

describe('tables of graphile-worker that a release of it changed', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  async function change(sql: string): Promise<void> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(sql);
    await client.end();
  }

  it.each([
    ['locked_by', '_private_jobs'],
    ['last_error', '_private_jobs'],
    ['identifier', '_private_tasks'],
  ])('stop the start, in one sentence that names %s', async (column, table) => {
    await change(`ALTER TABLE graphile_worker.${table} RENAME ${column} TO another`);
    const process = new JobProcess(database.url, {});

    await expect(process.start()).rejects.toThrow(
      new RegExp(`^The tables of graphile-worker are not those that this code knows \\(.*${column}`),
    );
    await change(`ALTER TABLE graphile_worker.${table} RENAME another TO ${column}`);
  });

  it('are taken as they are where nothing changed', async () => {
    const process = await new JobProcess(database.url, {}).start();

    expect(await process.failed.count()).toBe(0);
    await process.stop();
  });
});
