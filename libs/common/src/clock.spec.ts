import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clock } from './clock';
import { AppConfig } from './settings';

describe('the clock of a sandbox', () => {
  let dataDir: string;
  beforeAll(() => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'minimall-clock-'));
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  const clock = () => new Clock(AppConfig.from({ DATA_DIR: dataDir }));

  it('moves for each process that reads it', () => {
    const [one, other] = [clock(), clock()];

    expect(one.advance(60)).toBe(60);
    expect(other.offsetSeconds).toBe(60);
    expect(other.advance(30)).toBe(90);
    expect(one.offset).toBe('90 seconds');
  });

  it('is never half written for a process that reads it meanwhile', () => {
    const moving = clock();
    const before = moving.advance(1);
    const reading = openSync(path.join(dataDir, 'clock'), 'r');

    moving.advance(1000);

    const seen = readFileSync(reading, 'utf8');
    closeSync(reading);
    expect(seen).toBe(`${before}\n`);
    expect(readdirSync(dataDir)).toEqual(['clock']);
  });

  it('of a live shop stands still', () => {
    const live = new Clock(Object.assign(new AppConfig(), { WORLD: 'live', DATA_DIR: dataDir }));

    expect(live.offsetSeconds).toBe(0);
    expect(() => live.advance(1)).toThrow('cannot be moved');
  });
});
