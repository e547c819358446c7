import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSimulator } from '../../apps/wechat/src/simulator';
import { AppConfig } from '@app/common';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { freshDatabase } from '../given/database';
import { freePort } from '../given/free-port';
import { LIVE } from './live-settings';
import { clearAway, MallProcess, ownPlace } from './mall-process';

// Every row of the README's table of worlds that starts something; `refusals.spec.ts` has the others.
// A whole start loads everything, on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let place: Awaited<ReturnType<typeof ownPlace>>;
const malls: MallProcess[] = [];

beforeEach(async () => {
  place = await ownPlace();
});

afterEach(() => clearAway(place, malls));

async function start(settings: Record<string, string> = {}): Promise<MallProcess> {
  const mall = await MallProcess.started({ ...place.settings, ...settings });
  malls.push(mall);
  return mall;
}

async function started() {
  const simulator = await fetch(`http://127.0.0.1:${place.settings.SIMULATOR_PORT}/sim/books`).catch(
    () => undefined,
  );
  return {
    embedded: existsSync(path.join(place.dataDir, 'postgres/data/postmaster.pid')),
    simulator: simulator?.ok ?? false,
  };
}

describe('the sandbox', () => {
  it('with no settings at all starts database, simulator and a seeded shop', async () => {
    const mall = await start();

    const ready = await mall.get('/health/ready');
    const products = await mall.get('/api/v1/product/recent');
    const docs = await mall.get('/docs-json');

    expect(ready.status).toBe(200);
    expect(await products.json()).not.toHaveLength(0);
    expect(docs.status).toBe(200);
    expect(await started()).toEqual({ embedded: true, simulator: true });
    expect(mall.err).toBe('');
    expect(mall.out).toMatch(/Swagger UI .*\/docs/);
    expect(mall.out).toMatch(/Admin +admin \/ \S+/);
    expect(mall.out).toContain('simulated');
  });

  it('with DATABASE_URL starts the simulator alone beside the shop', async () => {
    const database = await freshDatabase();

    const mall = await start({ DATABASE_URL: database.url });

    expect((await mall.get('/health/ready')).status).toBe(200);
    expect(await started()).toEqual({ embedded: false, simulator: true });
    await mall.stop();
    await database.drop();
  });

  it('with WECHAT_* on another loopback port leaves WeChat to that', async () => {
    const port = String(await freePort());
    const elsewhere = `http://127.0.0.1:${port}`;
    const other = await ownPlace();
    const simulator = await createSimulator(
      AppConfig.from({ ...other.settings, SIMULATOR_PORT: port, LOG_LEVEL: 'silent' }),
    );
    await simulator.listen(Number(port), '127.0.0.1');

    const mall = await start({ WECHAT_API_URL: elsewhere, WECHAT_PAY_URL: elsewhere });
    const login = await fetch(`${place.url}/api/v1/token/user`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: 'user:ann:1' }),
    });

    expect(login.status).toBeLessThan(300);
    expect(await started()).toEqual({ embedded: true, simulator: false });
    await mall.stop();
    await simulator.close();
    await clearAway(other, []);
  });
});

describe('the live world', () => {
  it('may run on the embedded database, and keeps its docs closed', async () => {
    const mall = await start(LIVE);

    const docs = await Promise.all(['/docs', '/docs-json', '/docs-yaml'].map((route) => mall.get(route)));

    expect(docs.map(({ status }) => status)).toEqual([404, 404, 404]);
    const home = await mall.get('/');
    expect(home.status).toBe(404);
    expect(await home.json()).toEqual({ msg: expect.any(String), error_code: 10001, request_url: '/' });
    expect((await mall.get('/api/v1/product/recent')).status).toBe(404);
    expect(await started()).toEqual({ embedded: true, simulator: false });
    expect(mall.out).toContain('https://shop.example.com');
    expect(mall.out).not.toContain('open sesame');
  });

  it('on DATABASE_URL starts the shop alone, with docs for admins where API_DOCS=on', async () => {
    const database = await freshDatabase();

    const mall = await start({ ...LIVE, DATABASE_URL: database.url, API_DOCS: 'on' });

    expect(await started()).toEqual({ embedded: false, simulator: false });
    expect((await mall.get('/docs')).status).toBe(401);
    expect((await mall.get('/docs-json', basic('wrong secret'))).status).toBe(401);
    expect((await mall.get('/docs-json', basic('open sesame'))).status).toBe(200);
    expect((await mall.get('/docs', basic('open sesame'))).status).toBe(200);
    await mall.stop();
    await database.drop();
  });
});

it('ROLE=api and ROLE=worker join the shop that runs, and leave it running', async () => {
  await start();
  const port = String(await freePort());

  const api = await start({ ROLE: 'api', PORT: port });
  const worker = await start({ ROLE: 'worker' });

  expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
  expect(await api.stop()).toBe(0);
  expect(await worker.stop()).toBe(0);
  expect((await fetch(`${place.url}/health/ready`)).status).toBe(200);
  expect(await started()).toEqual({ embedded: true, simulator: true });
});

function basic(secret: string): { authorization: string } {
  return { authorization: `Basic ${btoa(`admin:${secret}`)}` };
}
