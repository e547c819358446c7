import {
  ForeignCluster,
  runningClusterUrl,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '@app/database';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, dataFolder, holder, isRoot, ordinaryUser, postmasterOf, removeFolder } from '../given/cluster';

const settings = { fsync: 'off' };
let dataDir: string;

let folder: string;
let started: EmbeddedPostgres[];

beforeEach(() => {
  folder = dataDir = dataFolder();
  started = [];
});
afterEach(async () => {
  for (const postgres of started) await postgres.stop('immediate');
  for (const { home } of started) removeFolder(home);
  removeFolder(folder);
});

async function start(over: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}) {
  const postgres = await startEmbeddedPostgres({ dataDir, settings, ...over });
  started.push(postgres);
  return postgres;
}

describe('an embedded PostgreSQL', () => {
  it('keeps its rows over a restart, whatever the path is called', async () => {
    dataDir = path.join(dataDir, `it's "my" 小铺 $HOME`);
    const first = await start();
    await ask(first.url, `CREATE TABLE kept AS SELECT '数据' AS word`);
    await first.stop();
    expect(await first.alive()).toBe(false);

    const second = await start();

    expect(second.adopted).toBe(false);
    expect(await ask(second.url, 'SELECT word FROM kept')).toEqual([{ word: '数据' }]);
    // A locale that knows no letters would find no trigram in Chinese text.
    await ask(second.url, 'CREATE EXTENSION pg_trgm');
    expect(await ask(second.url, `SELECT show_trgm('小铺') <> '{}' AS found`)).toEqual([{ found: true }]);
  });

  it('speaks TCP with a password where there are no Unix sockets', async () => {
    const first = await start({ tcp: true });
    const { url } = first;
    expect(url).toMatch(/^postgres:\/\/minimall:[0-9a-f]{32}@127\.0\.0\.1:\d+\/minimall$/);
    await expect(ask(url.replace(/:[0-9a-f]{32}@/, ':guess@'), 'SELECT 1')).rejects.toMatchObject({
      code: '28P01',
    });
    await first.stop();

    const second = await start({ tcp: true });

    expect(second.url).toBe(url);
    expect(await ask(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('is started by an ordinary user', async () => {
    const user = ordinaryUser();
    chownSync(dataDir, user.uid ?? -1, user.gid ?? -1);

    const shop = await holder({ dataDir, settings }, user);

    expect(shop.adopted).toBe(false);
    await shop.end();
    expect(existsSync(path.join(dataDir, 'postgres', 'data', 'PG_VERSION'))).toBe(true);
  });

  it.runIf(isRoot)('moves away from a folder that only root may enter', async () => {
    chmodSync(dataDir, 0o700);

    const postgres = await start();

    const id = readFileSync(path.join(dataDir, 'cluster'), 'utf8').trim();
    expect(postgres.home).toBe(`/var/lib/minimall-${id}`);
    expect(runningClusterUrl(dataDir)).toBe(postgres.url);
    expect(await postgres.alive()).toBe(true);
  });

  it('is made anew after a first start that was killed half-way', async () => {
    const draft = path.join(dataDir, 'postgres', 'draft-999999-dead');
    mkdirSync(draft, { recursive: true });
    writeFileSync(path.join(draft, 'PG_VERSION'), '18\n');

    const postgres = await start();

    expect(await postgres.alive()).toBe(true);
    expect(readdirSync(postgres.home)).not.toContain('draft-999999-dead');
  });

  it('starts in spite of a pid file that names a living stranger', async () => {
    const first = await start();
    await first.stop();
    const file = path.join(first.home, 'data', 'postmaster.pid');
    writeFileSync(file, `${process.pid}\n${first.home}/data\n1700000000\n5432\n\n\n`);

    const second = await start();

    expect(second.adopted).toBe(false);
    expect(await second.alive()).toBe(true);
  });

  it('of another major is left untouched', async () => {
    const data = path.join(dataDir, 'postgres', 'data');
    mkdirSync(data, { recursive: true });
    writeFileSync(path.join(data, 'PG_VERSION'), '17\n');

    const refused = startEmbeddedPostgres({ dataDir });

    await expect(refused).rejects.toThrow(ForeignCluster);
    await expect(refused).rejects.toThrow(/made by PostgreSQL 17.*run "pg_upgrade -d .*" first\.$/);
    expect(readdirSync(data)).toEqual(['PG_VERSION']);
  });
});

describe('an embedded PostgreSQL among processes', () => {
  it('is adopted after its shop was killed', async () => {
    const shop = await holder({ dataDir, settings });
    await ask(shop.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    const pid = postmasterOf(shop.home);
    await shop.kill();

    const next = await start();

    expect(next.adopted).toBe(true);
    expect(postmasterOf(next.home)).toBe(pid);
    expect(await ask(next.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await next.stop();
    expect(await next.alive()).toBe(false);
  });

  it('comes back by itself when it is killed, with every committed row', async () => {
    const postgres = await start({ settings: {} });
    await ask(postgres.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    const pid = postmasterOf(postgres.home);

    process.kill(pid, 'SIGKILL');

    await expect
      .poll(() => ask(postgres.url, 'SELECT one FROM kept').catch(() => 'not yet'), { timeout: 20_000 })
      .toEqual([{ one: 1 }]);
    await postgres.revive();
    expect(postmasterOf(postgres.home)).not.toBe(pid);
  });

  it('is stopped by the last process that uses it', async () => {
    const [one, other] = await Promise.all([start(), holder({ dataDir, settings })]);
    expect(one.url).toBe(other.url);

    await one.stop();
    expect(await ask(other.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);

    await other.end();
    expect(runningClusterUrl(dataDir)).toBeUndefined();
  });

  it('is never started nor stopped by one that only joins', async () => {
    await expect(startEmbeddedPostgres({ dataDir, joinOnly: true })).rejects.toThrow(
      /start the shop with ROLE=all first/,
    );
    const shop = await holder({ dataDir, settings });
    const worker = await start({ joinOnly: true });
    await shop.kill();

    await worker.stop();

    expect(await ask(shop.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await (await start()).stop();
    expect(runningClusterUrl(dataDir)).toBeUndefined();
  });
});
