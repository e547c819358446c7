import { AppConfig } from '@app/common';
import { migratorOptions, readBackupHead, schemaState } from '@app/database';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Parts } from '../../apps/mall/src/parts';
import { startDatabase } from '../../apps/mall/src/start-database';
import { ask, dataFolder, removeFolder } from '../given/cluster';
import { emptyDatabase } from '../given/database';
import { clearAway, MallProcess, ownPlace, type Settings } from '../start/mall-process';

// A whole start loads everything, on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** `npm run` without npm: built code, an environment of these settings alone. */
async function run(command: 'backup' | 'restore' | 'verify', settings: Settings, ...args: string[]) {
  const child = spawn(process.execPath, [path.resolve(`dist/apps/mall/src/${command}.js`), ...args], {
    env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, ...settings },
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, out, err };
}

describe('npm run backup and npm run restore', () => {
  let place: Awaited<ReturnType<typeof ownPlace>>;
  const malls: MallProcess[] = [];
  const elsewhere = dataFolder();
  const nights = path.join(elsewhere, 'nights');
  let file: string | undefined;
  const there = { DATA_DIR: path.join(elsewhere, 'data') };
  beforeAll(async () => {
    place = await ownPlace();
    malls.push(await MallProcess.started(place.settings));
  });
  afterAll(async () => {
    await clearAway(place, malls);
    removeFolder(elsewhere);
  });

  it('copy a running shop, which goes on, under a name of its moment', async () => {
    const backup = await run('backup', { ...place.settings, BACKUP_DIR: nights });

    [file] = readdirSync(nights).map((name) => path.join(nights, name));
    expect(backup).toMatchObject({ code: 0, err: '' });
    expect(backup.out).toMatch(/\d+ rows of \d+ tables, as they were at 20.*Z\.\n$/);
    expect(file).toMatch(/minimall-\d{8}-\d{6}\.backup$/);
    expect((await malls[0]!.get('/health/ready')).status).toBe(200);
  });

  it('bring it back into a folder where nothing was, and its promises hold', async () => {
    const restore = await run('restore', there, file!);
    const verify = await run('verify', there);

    expect(restore).toMatchObject({ code: 0, err: '' });
    expect(restore.out).toMatch(
      /^Making the database.*\nAdmin 管理员: admin \/ \S+\nThe shop is back as it was at .*product 30, picture 60\.\nNext: npm run verify/,
    );
    expect(verify).toMatchObject({ code: 0, err: '' });
  });

  it('start nothing for a file that is of no use here', async () => {
    const live = {
      DATA_DIR: path.join(elsewhere, 'live'),
      WORLD: 'live',
      PUBLIC_URL: 'https://shop.example.com',
      WECHAT_APP_ID: 'wx0f3a5c7e9b1d2468',
      WECHAT_APP_SECRET: 'secret',
      WECHAT_PAY_MCH_ID: '1900007001',
      WECHAT_PAY_GATEWAY: 'v2',
      WECHAT_PAY_V2_KEY: '7f1c0e9a4b6d2835c1e0f9a7b4d36258',
    };

    const foreign = await run('restore', live, file!);

    expect(foreign).toMatchObject({ code: 1, err: 'The backup is of the sandbox world, but WORLD=live.\n' });
    expect(existsSync(live.DATA_DIR)).toBe(false);
  });
});

describe('a folder without a shop', () => {
  const nowhere = path.join(dataFolder(), 'nowhere');
  afterAll(() => removeFolder(path.dirname(nowhere)));

  it.each(['verify', 'backup'] as const)('is named by npm run %s, and stays without one', async (command) => {
    const said = await run(command, { DATA_DIR: nowhere }, ...(command === 'backup' ? ['file'] : []));

    expect(said).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(
        /^There is no shop in .*nowhere: correct DATA_DIR, or run npm start first\. .*\n$/,
      ),
    });
    expect(existsSync(nowhere)).toBe(false);
  });

  it('is named by npm run verify where the database is empty', async () => {
    const database = await emptyDatabase();

    const said = await run('verify', { DATA_DIR: nowhere, DATABASE_URL: database.url });

    const tables = await ask(database.url, `SELECT FROM pg_tables WHERE schemaname = 'public'`);
    await database.drop();
    expect(said).toMatchObject({
      code: 1,
      err: expect.stringMatching(/no shop in the database of DATABASE_URL/),
    });
    expect(tables).toEqual([]);
  });
});

async function databaseStarted(env: Settings): Promise<{ parts: Parts; directUrl: string }> {
  const parts = new Parts();
  const { directUrl = '' } = await startDatabase(AppConfig.from(env), env, parts);
  return { parts, directUrl };
}

describe('a start on the embedded database', () => {
  const dataDir = dataFolder();
  const env = { DATA_DIR: dataDir, LOG_LEVEL: 'silent' };
  const backups = path.join(dataDir, 'backups');
  afterAll(() => removeFolder(dataDir));

  it('backs it up before it migrates it, and only then', async () => {
    const first = await databaseStarted(env);
    const atFirst = existsSync(backups);
    await first.parts.stop();
    const { parts, directUrl } = await databaseStarted(env);
    const atSecond = existsSync(backups);
    const older = await new DataSource(migratorOptions(directUrl)).initialize();
    await older.undoLastMigration();
    await older.destroy();
    const before = await schemaState(directUrl);
    await parts.stop();

    const last = await databaseStarted(env);

    const after = await schemaState(last.directUrl);
    await last.parts.stop();
    const [name, ...more] = readdirSync(backups);
    const { migrations } = await readBackupHead(path.join(backups, name!), 'sandbox');
    expect([atFirst, atSecond, more]).toEqual([false, false, []]);
    expect([before.pending, after.pending]).toEqual([1, 0]);
    expect(migrations).toHaveLength(migratorOptions(directUrl).migrations.length - 1);
  });
});
