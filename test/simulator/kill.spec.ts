import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Rig, startRig } from './rig';
import { freePort } from '../given/free-port';

const MAIN = path.resolve('dist/apps/wechat/src/main.js');
let running: ChildProcess | undefined;
afterEach(() => void running?.kill('SIGKILL'));

/** The same books in a process of its own, as the shop starts it. */
async function spawnOn(rig: Rig): Promise<ChildProcess> {
  const port = await freePort();
  // That it listens is told at this level alone.
  const ports = { SIMULATOR_PORT: String(port), SIMULATOR_TLS_PORT: String(await freePort()) };
  const own = { DATA_DIR: rig.config.DATA_DIR, ...ports, LOG_LEVEL: 'debug' };
  const env = { ...process.env, ...own };
  running = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await said(running, 'is listening');
  rig.url = `http://127.0.0.1:${port}`;
  return running;
}

function said(process_: ChildProcess, words: string): Promise<void> {
  let log = '';
  return new Promise((resolve) => {
    process_.stdout!.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes(words)) resolve();
    });
  });
}

describe('the simulator as a process', () => {
  it('loses nothing that was answered when it is killed in the middle of a rush', async () => {
    const rig = await startRig();
    await rig.stop();
    const first = await spawnOn(rig);
    const openid = await rig.login();
    const answered: string[] = [];
    const buy = async (n: number) => {
      const { prepay_id } = await rig.pay(
        '/pay/unifiedorder',
        rig.terms(openid, { out_trade_no: `KILL${n}AB` }),
      );
      await rig.sim('pay', { prepay_id });
      answered.push(`KILL${n}AB`);
      if (answered.length === 50) first.kill('SIGKILL');
    };

    await Promise.allSettled(Array.from({ length: 200 }, (_, n) => buy(n)));
    await spawnOn(rig);

    const { orders } = await rig.books();
    const paid = orders.filter((order) => order.trade_state === 'SUCCESS').map((order) => order.out_trade_no);
    expect(answered.length).toBeGreaterThanOrEqual(50);
    expect(paid).toEqual(expect.arrayContaining(answered));
  });

  it('leaves quietly when it is asked to', async () => {
    const rig = await startRig();
    await rig.stop();
    const simulator = await spawnOn(rig);

    simulator.kill('SIGTERM');

    expect(await once(simulator, 'exit')).toEqual([0, null]);
  });
});
