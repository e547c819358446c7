import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeFolder } from '../given/cluster';
import { clearAway, MallProcess, ownPlace, type Settings } from './mall-process';

const BUY = path.resolve('dist/apps/mall/src/buy.js');

interface Ended {
  code: number;
  out: string;
  err: string;
}

let place: Awaited<ReturnType<typeof ownPlace>>;
const malls: MallProcess[] = [];
beforeAll(async () => {
  place = await ownPlace();
  malls.push(await MallProcess.started(place.settings));
}, 120_000);
afterAll(() => clearAway(place, malls));

/** As somebody runs it beside the shop. */
function buy(...args: string[]): Promise<Ended> {
  return buyAt(place.settings, ...args);
}

function buyAt(settings: Settings, ...args: string[]): Promise<Ended> {
  const env = { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, ...settings };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [BUY, ...args], { env }, (_failed, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

const STORIES: [what: string, args: string[], event: string][] = [
  ['a refund', ['--story', 'refund'], '2 → 8  refund_success'],
  ['a refund in two parts', ['--story', 'partial'], '2 → 2  refund_success'],
  ['a payment that comes too late', ['--story', 'late'], '7 → 7  settle_late'],
  ['goods that run out, in a shop of its own', ['--story', 'short'], '4 → 5  refund_success'],
  ['a parcel', ['--story', 'ship'], '3 → 6  receive'],
];
describe('npm run buy', { timeout: 120_000 }, () => {
  it.each([['a purchase', [], '1 → 2  settle'], ...STORIES])(
    'tells of %s, and the books agree in the end',
    async (_what, args, event) => {
      const { code, out, err } = await buy(...args);

      expect(err).toBe('');
      expect(code).toBe(0);
      expect(out).toContain(event);
      expect(out).toMatch(/the shop’s books say the same$/m);
      expect(out).toMatch(/All \d+ promises hold\./);
    },
  );

  it('fails with one sentence where a step does not answer as it should', async () => {
    const fault = { endpoint: 'notify', kind: 'badSign', times: 1 };
    await fetch(`http://127.0.0.1:${place.settings.SIMULATOR_PORT}/sim/fault`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });

    const { code, out, err } = await buy();

    expect(code).toBe(1);
    expect(out).toMatch(/the shop answers FAIL$/m);
    expect(err).toBe('The story did not end well: the shop answered FAIL to WeChat.\n');
  });

  it('says what is missing where no shop runs, and starts none', async () => {
    const elsewhere = await ownPlace();

    const { code, out, err } = await buyAt(elsewhere.settings);

    const started = existsSync(path.join(elsewhere.dataDir, 'cluster'));
    removeFolder(elsewhere.dataDir);
    expect({ code, out, started }).toEqual({ code: 1, out: '', started: false });
    expect(err).toMatch(new RegExp(`^No shop answers at ${elsewhere.url}: run npm start .*\\n$`));
  });

  it('knows no other story, whatever it is called', async () => {
    const { code, out, err } = await buy('--story', 'constructor');

    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^There is no story "constructor": --story is one of refund, .*\.\n$/);
  });
});
