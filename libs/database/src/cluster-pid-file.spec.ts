import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropStranger, pidState, readPidFile } from './cluster-pid-file';

describe('the pid file', () => {
  let data: string;

  beforeEach(() => (data = mkdtempSync(path.join(tmpdir(), 'minimall-pid-'))));
  afterEach(() => rmSync(data, { recursive: true }));

  const write = (pid: number) =>
    writeFileSync(
      path.join(data, 'postmaster.pid'),
      `${pid}\n${data}\n1700000000\n5432\n/tmp/socket\n\n  1  2\nready   \n`,
    );

  it('tells where the server listens', () => {
    write(4321);

    expect(readPidFile(data)).toEqual({ pid: 4321, port: 5432, socketDir: '/tmp/socket', listens: '' });
  });

  it('that is missing means no server', () => {
    expect(pidState(data)).toBe('none');
  });

  it('of a dead process is left to PostgreSQL', () => {
    write(spawnSync(process.execPath, ['-e', '']).pid);

    dropStranger(data);

    expect(pidState(data)).toBe('dead');
  });

  it('that is still empty belongs to a server about to start, and stays', () => {
    writeFileSync(path.join(data, 'postmaster.pid'), '');

    dropStranger(data);

    expect(pidState(data)).toBe('dead');
  });

  it.runIf(process.platform === 'linux')('that names a living stranger is dropped', () => {
    write(process.pid);
    expect(pidState(data)).toBe('stranger');

    dropStranger(data);

    expect(pidState(data)).toBe('none');
  });
});
