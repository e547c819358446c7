import { settingNames } from '@app/common';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { clearAway, MallProcess, ownPlace } from './mall-process';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const readmes = ['README.md', 'README.zh-CN.md'];

describe.each(readmes)('%s', (file) => {
  const text = readFileSync(file, 'utf8');

  it('begins with the two commands', () => {
    const [first] = text.matchAll(/```bash\n([^`]+)```/g);

    expect(first?.[1]).toBe('npm ci && npm start\nnpm test\n');
  });

  it('explains every setting that the code reads, and no other', () => {
    const settings = text.split(/^## (?:Settings|设置)$/m)[1]!.split(/^## /m)[0]!;
    const explained = [...settings.matchAll(/^\| `(\w+)` *\| \S.*? \| \S/gm)].map(([, name]) => name);

    expect(explained.toSorted()).toEqual(settingNames.toSorted());
  });
});

describe.skipIf(process.platform === 'win32')('the purchase by curl', () => {
  let place: Awaited<ReturnType<typeof ownPlace>>;
  const malls: MallProcess[] = [];

  afterAll(() => clearAway(place, malls));

  it('ends with a paid order', async () => {
    place = await ownPlace();
    malls.push(await MallProcess.started(place.settings));

    const [english, chinese] = readmes.map((file) => {
      const script = readFileSync(file, 'utf8').match(/```bash\n(API=[^]+?)```/)![1]!;
      const here = script
        .replace(':3000/', `:${place.settings.PORT}/`)
        .replace(':3001', `:${place.settings.SIMULATOR_PORT}`)
        .replace('user:ann:', `user:${file}:`);
      return execFileSync('bash', ['-euo', 'pipefail', '-c', `TOKEN=; ${here}`], { encoding: 'utf8' });
    });

    expect(english).toMatch(/"status":2,/);
    expect(chinese).toMatch(/"status":2,/);
  });
});
