import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = path.resolve(__dirname, '../..');
const OXLINT = path.join(ROOT, 'node_modules/oxlint/bin/oxlint');

const STOPPED = [
  ['libs/common', '@app/database', 'floor 1'],
  ['libs/database', '@app/common', 'floor 1'],
  ['libs/wechat', '@app/auth', 'floor 2'],
  ['libs/wechat', '@app/jobs', 'floor 2'],
  ['libs/jobs', '@app/wechat', 'floor 2'],
  ['libs/auth', '@app/order', 'floor 3'],
  ['libs/auth', '@app/alert', 'floor 3'],
  ['libs/alert', '@app/auth', 'floor 3'],
  ['libs/catalog', '@app/address', 'floor 4'],
  ['libs/order', '@app/payment', 'floor 5'],
  ['libs/showcase', '@app/order', 'floor 5'],
  ['libs/payment', '@app/notify', 'floor 6'],
  ['libs/shipping', '@app/notify', 'floor 7'],
  ['libs/notify', '@app/reconciliation', 'floor 8'],
  ['apps/wechat', '@app/jobs', 'stands for Tencent'],
  ['apps/wechat', '@app/order', 'stands for Tencent'],
  ['libs/order', '@app/catalog/src/stock.service', 'one door'],
  ['apps/mall', '../../../libs/order/src/order.service', 'one door'],
] as const;

const ALLOWED = [
  ['libs/jobs', '@app/database'],
  ['libs/alert', '@app/jobs'],
  ['libs/order', '@app/catalog'],
  ['libs/payment', '@app/order'],
  ['libs/payment', './settlement.service'],
  ['apps/mall', '@app/notify'],
  ['apps/wechat', '@app/wechat'],
] as const;

/** Every import is planted in a copy of the plan, and the linter of `npm run check` walks through it once. */
describe('the floor plan', () => {
  let copy: string;
  let complaints: { filename: string; message: string; help?: string }[];
  beforeAll(async () => {
    copy = mkdtempSync(path.join(tmpdir(), 'minimall-house-'));
    cpSync(path.join(ROOT, '.oxlintrc.json'), path.join(copy, '.oxlintrc.json'));
    for (const [room, from] of [...STOPPED, ...ALLOWED]) plant(path.join(copy, fileOf(room, from)), from);
    complaints = JSON.parse(await lint(copy)).diagnostics;
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  const saidOf = (room: string, from: string) =>
    complaints
      .filter(({ filename }) => filename.replaceAll('\\', '/').endsWith(fileOf(room, from)))
      .map(({ message, help }) => `${message} ${help ?? ''}`)
      .join();

  it.each(STOPPED)('stops %s from importing %s', (room, from, reason) => {
    expect(saidOf(room, from)).toContain(reason);
  });

  it.each(ALLOWED)('lets %s import %s', (room, from) => {
    expect(saidOf(room, from)).toBe('');
  });
});

function fileOf(room: string, from: string): string {
  return `${room}/src/planted-${from.replaceAll(/\W+/g, '-')}.ts`;
}

function plant(file: string, from: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `import { thing } from '${from}';\nexport const kept = thing;\n`);
}

/** It ends with 1 where it found something, which here it must. */
function lint(cwd: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [OXLINT, '--format=json', '.'], { cwd }, (_, stdout) => resolve(stdout));
  });
}
