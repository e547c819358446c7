import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { dataFolder, removeFolder } from '../given/cluster';
import { clearAway, MallProcess, ownPlace } from './mall-process';

// Building everything takes its time, on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

/** Letters of any language, a space, both quotes and an escape of URLs; and longer than a socket's address may be. */
const NAME = `${'é'.repeat(60)}/我的 店铺 'a' "b" %20`;
const SOURCES = [
  'apps',
  'libs',
  'ormconfig.ts',
  'nest-cli.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

const base = dataFolder();
const malls: MallProcess[] = [];
let place: Awaited<ReturnType<typeof ownPlace>>;

beforeAll(async () => {
  place = await ownPlace();
});
afterAll(async () => {
  await clearAway(place, malls);
  removeFolder(base);
});

/** A checkout under this name, with the packages that are installed here. */
function checkout(name: string): string {
  const home = path.join(base, name);
  mkdirSync(home, { recursive: true });
  for (const source of SOURCES) cpSync(source, path.join(home, source), { recursive: true });
  symlinkSync(path.resolve('node_modules'), path.join(home, 'node_modules'), 'dir');
  return home;
}

/** Every module that the built files load. */
function requiredIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true }).map((file) => path.join(folder, String(file)));
  return files
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\brequire\("([^"]*)"\)/g)])
    .map(([, module]) => module!);
}

it.skipIf(process.platform === 'win32')('a folder of any name builds and opens a shop', async () => {
  const home = checkout(NAME);

  execFileSync(process.execPath, ['apps/build-when-needed.mjs'], { cwd: home });
  const required = requiredIn(path.join(home, 'dist'));
  const settings = { ...place.settings, DATA_DIR: path.join(home, 'data') };
  malls.push(await MallProcess.started(settings, path.join(home, 'dist/apps/mall/src/main.js')));
  const recent = await malls[0]!.get('/api/v1/product/recent');

  expect(required.filter((module) => !/^(\.{1,2}\/|@?[a-z])/.test(module))).toEqual([]);
  expect(required.length).toBeGreaterThan(1000);
  expect(recent.status).toBe(200);
});
