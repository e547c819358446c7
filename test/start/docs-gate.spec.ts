import { AppConfig } from '@app/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMall } from '../../apps/mall/src/create-mall';
import { ADMIN_SECRET as SECRET, PLANT_ADMIN, plantedAdmin } from '../given/admins';
import { freshDatabase, type FreshDatabase } from '../given/database';
import { ask } from '../given/cluster';
import { LIVE } from './live-settings';

const HOME = '198.51.100.7';
const PER_MINUTE = 30;

describe('the docs of a live shop', () => {
  let database: FreshDatabase;
  let dataDir: string;
  let mall: NestFastifyApplication;
  beforeAll(async () => {
    database = await freshDatabase();
    dataDir = mkdtempSync(path.join(tmpdir(), 'minimall-docs-'));
    const settings = { DATABASE_URL: database.url, DATA_DIR: dataDir, API_DOCS: 'on', LOG_LEVEL: 'silent' };
    mall = await createMall(AppConfig.from({ ...LIVE, ...settings }));
    await mall.init();
    await mall.getHttpAdapter().getInstance().ready();
  });
  afterAll(async () => {
    await mall?.close();
    await database?.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function account(name: string): Promise<string> {
    const [, role, hash] = plantedAdmin(name, 'owner');
    await ask(database.url, PLANT_ADMIN.replace('$1, $2, $3', `'${name}', '${role}', '${hash}'`));
    return name;
  }

  const guesses = () => ask(database.url, 'SELECT count(*) FROM login_guess');

  const docs = (ac: string, se: string, from: string, url = '/docs-json') =>
    mall.inject({
      url,
      remoteAddress: from,
      headers: { authorization: `Basic ${Buffer.from(`${ac}:${se}`).toString('base64')}` },
    });

  const logIn = (ac: string, se: string, from: string) =>
    mall.inject({ method: 'POST', url: '/api/v1/token/app', remoteAddress: from, payload: { ac, se } });

  it('lock themselves for the network that guesses, and leave the login open there', async () => {
    const ac = await account('guessed');
    await docs(ac, SECRET, HOME);
    for (let n = 0; n < 5; n += 1) await docs(ac, `guess-${n}`, '192.0.2.1');

    const statuses = [
      await docs(ac, SECRET, '192.0.2.2'),
      await logIn(ac, SECRET, '192.0.2.3'),
      await docs(ac, SECRET, HOME),
      await logIn(ac, SECRET, HOME),
    ].map(({ statusCode }) => statusCode);

    expect(statuses).toEqual([401, 200, 200, 200]);
  });

  it('take so many guesses a minute of one address, and leave its logins alone', async () => {
    const ac = await account('counted');
    const from = '192.0.3.1';
    const answers = [];
    for (let n = 0; n <= PER_MINUTE; n += 1) answers.push(await docs(ac, `guess-${n}`, from));

    const refused = answers.at(-1)!;
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([...Array(PER_MINUTE).fill(401), 429]);
    expect(refused.headers['retry-after']).toBe('60');
    expect(refused.json()).toMatchObject({ error_code: 90003, request_url: '/docs-json' });
    expect((await logIn(await account('other'), SECRET, from)).statusCode).toBe(200);
    expect((await docs('other', SECRET, HOME)).statusCode).toBe(200);
  });

  it('log in once for all files of the page, and are not counted after that', async () => {
    const ac = await account('reader');
    const files = Array.from({ length: 8 }, () => docs(ac, SECRET, '203.0.113.1', '/docs'));

    const together = (await Promise.all(files)).map(({ statusCode }) => statusCode);
    const later = [];
    for (let n = 0; n < 2 * PER_MINUTE; n += 1)
      later.push((await docs(ac, SECRET, '203.0.113.1')).statusCode);

    expect(new Set([...together, ...later])).toEqual(new Set([200]));
    const sessions = await ask(
      database.url,
      `SELECT 1 FROM session JOIN admin ON admin.id = admin_id WHERE account = 'reader'`,
    );
    expect(sessions).toHaveLength(1);
  });

  it('ask for an account, where there is none, without looking for one', async () => {
    const before = await guesses();

    const answer = await mall.inject({ url: '/docs', remoteAddress: '203.0.113.2' });

    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Basic');
    expect(await guesses()).toEqual(before);
  });

  it(
    'let an owner log in while one address guesses at them as fast as it can',
    { timeout: 120_000 },
    async () => {
      const ac = await account('needed');
      const flood = Array.from({ length: PER_MINUTE }, (_, n) => docs(`someone-${n}`, 'guess', '192.0.4.1'));

      const login = await logIn(ac, SECRET, HOME);
      const answered = (await Promise.all(flood)).map(({ statusCode }) => statusCode);

      expect(login.statusCode).toBe(200);
      expect(new Set(answered)).toEqual(new Set([401, 429]));
    },
  );
});
