// `npm start` and its like build first, but only what has changed since: a type check of everything takes
// longer than the shop's whole start.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const SOURCES = ['apps', 'libs', 'ormconfig.ts'];
// What the built code depends on beside its sources: where one of these changes, every file is written anew.
const TOOLS = [
  'package-lock.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'apps/swagger-plugin.cjs',
];
const BUILT = path.join('dist', '.built');
const builtAt = changedAt(BUILT);

if (newest([...SOURCES, ...TOOLS]) > builtAt) {
  const begun = new Date();
  process.stdout.write('Building, about a quarter of a minute… 构建中，约 15 秒…\n');
  const nest = createRequire(import.meta.url).resolve('@nestjs/cli/bin/nest.js');
  rmSync(BUILT, { force: true });
  if (newest(TOOLS) > builtAt) rmSync(path.join('dist', '.tsbuildinfo'), { force: true });
  const { status } = spawnSync(process.execPath, [nest, 'build'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  // Dated from before the build: a file saved meanwhile is built the next time.
  writeFileSync(BUILT, '');
  utimesSync(BUILT, begun, begun);
}

/** Folders count too: their time changes when a file is removed. */
function newest(places) {
  return Math.max(...places.flatMap((place) => [place, ...below(place)]).map(changedAt));
}

function below(place) {
  if (!statSync(place).isDirectory()) return [];
  return readdirSync(place, { recursive: true }).map((name) => path.join(place, name));
}

function changedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
