import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyDatabase, freshDatabase } from '../given/database';
import { ask } from '../given/cluster';
import { clearAway, MallProcess, ownPlace } from './mall-process';

// A whole start loads everything, on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const LIVE = {
  WORLD: 'live',
  PUBLIC_URL: 'https://shop.example.com',
  WECHAT_APP_ID: 'wx0f3a5c7e9b1d2468',
  WECHAT_APP_SECRET: 'secret',
  WECHAT_PAY_MCH_ID: '1900007001',
  WECHAT_PAY_GATEWAY: 'v2',
  WECHAT_PAY_V2_KEY: '7f1c0e9a4b6d2835c1e0f9a7b4d36258',
};

let place: Awaited<ReturnType<typeof ownPlace>>;

beforeEach(async () => {
  place = await ownPlace();
});

afterEach(() => clearAway(place, []));

/** It ends by itself with exit code 1 and says one sentence, no stack, naming what to change. */
async function refuses(settings: Record<string, string>, naming: RegExp): Promise<void> {
  const mall = new MallProcess({ ...place.settings, ...settings });
  const exitCode = await mall.ended();

  expect(mall.err).toMatch(naming);
  expect(mall.err.trimEnd().split('\n')).toHaveLength(1);
  expect(mall.out).not.toContain('/api/v1');
  expect(exitCode).toBe(1);
}

describe('a start that cannot be', () => {
  it.each([
    [{ PORT: '70000' }, /PORT/],
    [{ TRUSTED_PROXIES: 'the-proxy' }, /TRUSTED_PROXIES/],
    [{ WECHAT_PAY_URL: 'https://api.mch.weixin.qq.com' }, /WORLD=sandbox .*WECHAT_PAY_URL/],
    [{ DATABASE_DIRECT_URL: 'postgres://x@127.0.0.1/x' }, /DATABASE_DIRECT_URL needs DATABASE_URL/],
    [{ DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' }, /DATABASE_URL/],
    [{ ROLE: 'api' }, /ROLE=all/],
    [{ HOST: '203.0.113.7' }, /HOST/],
    [{ ...LIVE, WECHAT_PAY_V2_KEY: '' }, /WORLD=live needs WECHAT_PAY_V2_KEY/],
    [LIVE, /WORLD=live needs ADMIN_SECRET/],
  ])('with %j names the setting', async (settings, naming) => {
    await refuses(settings, naming);
  });

  it.each(['PORT', 'SIMULATOR_PORT', 'SIMULATOR_TLS_PORT'])('on a taken %s names it', async (setting) => {
    const other = await listening();

    await refuses({ [setting]: String((other.address() as AddressInfo).port) }, new RegExp(setting));

    other.close();
  });

  it.each(['SIMULATOR_PORT', 'SIMULATOR_TLS_PORT'])('with one port for two, %s, says so', async (setting) => {
    await refuses({ [setting]: place.settings.PORT! }, new RegExp(`PORT and ${setting} are both`));
  });
});

describe('a database of the other world', () => {
  it.each([
    ['sandbox', LIVE],
    ['live', {}],
  ])('of %s is not opened by the other one', async (world, settings) => {
    const database = await freshDatabase();
    await ask(database.url, `INSERT INTO world (name) VALUES ('${world}')`);

    await refuses({ ...settings, DATABASE_URL: database.url }, new RegExp(`belongs to the ${world} world`));

    await database.drop();
  });

  it('is remembered in DATA_DIR too: a live shop that lost every setting opens no sandbox', async () => {
    writeFileSync(path.join(place.dataDir, 'world'), 'live\n');

    await refuses({}, /belongs to the live world, but WORLD=sandbox/);
  });
});

it('a schema newer than the code is left untouched', async () => {
  const database = await emptyDatabase();
  await ask(
    database.url,
    `CREATE TABLE migrations (id serial, timestamp bigint, name text);
     INSERT INTO migrations (timestamp, name) VALUES (9, 'FromTheFuture9')`,
  );

  await refuses({ DATABASE_URL: database.url }, /newer.*git pull/);

  const tables = await ask(database.url, `SELECT FROM pg_tables WHERE schemaname = 'public'`);
  expect(tables).toHaveLength(1);
  await database.drop();
});

async function listening(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
