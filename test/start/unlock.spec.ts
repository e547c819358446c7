import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { dataFolder, removeFolder } from '../given/cluster';
import { emptyDatabase } from '../given/database';
import { eventually, Shop } from '../given/shop';
import { clearAway, MallProcess, ownPlace, type Settings } from './mall-process';

// A whole start loads everything, on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

function unlock(settings: Settings, ...args: string[]) {
  return admin(settings, 'unlock', ...args);
}

/** `npm run admin` without npm: built code, an environment of these settings alone. */
async function admin(settings: Settings, ...args: string[]) {
  const child = spawn(process.execPath, [path.resolve('dist/apps/mall/src/admin.js'), ...args], {
    env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, ...settings },
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, out, err };
}

async function logIn(url: string, ac: string, se: string): Promise<{ status: number; token: string }> {
  const answer = await fetch(`${url}/api/v1/token/app`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ac, se }),
  });
  return { status: answer.status, ...((await answer.json()) as { token: string }) };
}

async function lockOut(url: string, ac: string): Promise<void> {
  for (let n = 0; n < 5; n += 1) await logIn(url, ac, 'guess');
}

const SECRET = 'open sesame';
const UNLOCKED = { code: 0, err: '', out: 'The account admin takes logins again. 账号 admin 已解锁。\n' };

describe('npm run unlock', () => {
  const elsewhere = dataFolder();
  afterAll(() => removeFolder(elsewhere));

  it('joins the running shop of the folder, and lets its only owner in again', async () => {
    const place = await ownPlace();
    const settings = { ...place.settings, ADMIN_SECRET: SECRET };
    const malls = [await MallProcess.started(settings)];
    await lockOut(place.url, 'admin');
    const locked = await logIn(place.url, 'admin', SECRET);

    const unlocked = await unlock(settings, 'admin');
    const opened = await logIn(place.url, 'admin', SECRET);
    const stranger = await unlock(settings, 'nobody-here');
    const acts = await fetch(`${place.url}/api/v1/admin/act?route=/cli/unlock`, {
      headers: { token: opened.token },
    });
    const { data } = (await acts.json()) as { data: object[] };
    const health = await malls[0]!.get('/health/ready');
    await clearAway(place, malls);

    expect(unlocked).toEqual(UNLOCKED);
    expect([locked.status, opened.status, health.status]).toEqual([401, 200, 200]);
    expect(stranger).toMatchObject({
      code: 1,
      err: 'No admin has the account nobody-here: check the spelling. 没有账号 nobody-here。\n',
    });
    expect(data).toMatchObject([
      { account: 'admin', method: 'CLI', route: '/cli/unlock', targets: { id: '1' }, status: 200 },
    ]);
  });

  it('has a neighbour that gives the owner a new secret, by which the banner and a restored shop go too', async () => {
    const place = await ownPlace();
    const mall = await MallProcess.started(place.settings);
    const [, old] = / admin \/ (\S+)\n/.exec(mall.out)!;
    const before = await logIn(place.url, 'admin', old!);

    const reset = await admin(place.settings, 'reset', 'admin');
    const [, fresh] = /^admin \/ (\S+)\n/.exec(reset.out)!;
    const logins = [await logIn(place.url, 'admin', old!), await logIn(place.url, 'admin', fresh!)];
    const isSessionOver = async () => {
      const answer = await fetch(`${place.url}/api/v1/admin/me`, { headers: { token: before.token } });
      return answer.status;
    };
    const ended = await eventually(isSessionOver, (status) => status === 401);
    await mall.stop('SIGTERM');
    const again = await MallProcess.started(place.settings);
    await clearAway(place, [mall, again]);

    expect(reset).toMatchObject({ code: 0, err: '' });
    expect(fresh).not.toBe(old);
    expect(logins.map(({ status }) => status)).toEqual([401, 200]);
    expect(ended).toBe(401);
    expect(again.out).toContain(` admin / ${fresh}\n`);
  });

  describe('at DATABASE_URL', () => {
    let shop: Shop;
    let there: Settings;
    beforeAll(async () => {
      shop = await Shop.open();
      await shop.db.query(`INSERT INTO world (name) VALUES ('sandbox')`);
      there = { DATABASE_URL: shop.config.DATABASE_URL!, DATA_DIR: elsewhere };
    });
    afterAll(() => shop.stop());

    it('unlocks for every network, and forgets nobody who is known', async () => {
      await lockOut(shop.config.PUBLIC_URL, 'admin');

      const unlocked = await unlock(there, 'admin');

      expect(unlocked).toEqual(UNLOCKED);
      expect((await logIn(shop.config.PUBLIC_URL, 'admin', SECRET)).status).toBe(200);
    });

    it('refuses a database of another world', async () => {
      await shop.db.query(`UPDATE world SET name = 'live'`);

      const refused = await unlock(there, 'admin');

      await shop.db.query(`UPDATE world SET name = 'sandbox'`);
      expect(refused.code).toBe(1);
      expect(refused.err).toMatch(/^The database belongs to the live world, but WORLD=sandbox\. .*\n$/);
    });
  });

  it('says in one sentence what is missing, and makes nothing', async () => {
    const nowhere = path.join(elsewhere, 'nowhere');
    const empty = await emptyDatabase();

    const refusals = [
      await unlock({ DATA_DIR: nowhere }),
      await unlock({ DATA_DIR: nowhere }, 'admin'),
      await unlock({ DATA_DIR: nowhere, DATABASE_URL: 'postgres://127.0.0.1:9/none' }, 'admin'),
      await unlock({ DATA_DIR: nowhere, DATABASE_URL: empty.url }, 'admin'),
      await unlock({ DATA_DIR: nowhere, WORLD: 'live' }, 'admin'),
    ];

    await empty.drop();
    expect(refusals.map(({ code }) => code)).toEqual([1, 1, 1, 1, 1]);
    expect(refusals.map(({ err }) => err)).toEqual([
      'Which account? Usage 用法: npm run admin -- reset ACCOUNT | npm run unlock -- ACCOUNT\n',
      expect.stringMatching(
        /^There is no shop in .*nowhere: correct DATA_DIR, or run npm start first\. .*\n$/,
      ),
      'The database of DATABASE_URL cannot be asked (ECONNREFUSED). Start PostgreSQL, or correct host, port, account and database in DATABASE_URL.\n',
      expect.stringMatching(/^There is no shop in the database of DATABASE_URL: .*\n$/),
      expect.stringMatching(/^WORLD=live needs .*\n$/),
    ]);
    expect(existsSync(nowhere)).toBe(false);
  });
});
