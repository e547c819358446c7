import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { dataFolder, removeFolder } from '../given/cluster';

vi.setConfig({ testTimeout: 120_000 });

const nowhere = path.join(dataFolder(), 'nowhere');
afterAll(() => removeFolder(path.dirname(nowhere)));

function run(script: string, ...args: string[]) {
  const env = { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, DATA_DIR: nowhere };
  const file = path.resolve(`dist/apps/mall/src/${script}.js`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], { env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe.each([
  ['main', 'npm start'],
  ['buy', 'npm run buy'],
  ['verify', 'npm run verify'],
  ['backup', 'npm run backup'],
  ['restore', 'npm run restore'],
  ['doctor', 'npm run doctor'],
  ['admin', 'npm run admin'],
])('%s', (script, usage) => {
  it('says with --help what it is for, in English and in Chinese, and does nothing', () => {
    const { status, stdout, stderr } = run(script, '--help');

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.startsWith(usage)).toBe(true);
    expect(stdout).toMatch(/[a-z]{3}.*\n.*\p{Script=Han}{3}/su);
    expect(existsSync(nowhere)).toBe(false);
  });

  it('refuses an option that it does not know', () => {
    const { status, stdout, stderr } = run(script, '--no-such-option');

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(`Unknown option '--no-such-option'. Usage 用法: ${stderr.split('用法: ')[1]}`);
    expect(stderr).toContain(usage);
    expect(existsSync(nowhere)).toBe(false);
  });
});
