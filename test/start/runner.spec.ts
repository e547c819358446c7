import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { eventually } from '../given/shop';
import { watch } from '../given/watch';
import { clearAway, ownPlace } from './mall-process';

// A whole start loads everything, on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const MAIN = path.resolve('dist/apps/mall/src/main.js');

/** One shop's folder; each test starts the shop in another way and ends what started it. */
let place: Awaited<ReturnType<typeof ownPlace>>;
let watchdog: ChildProcess;
let started: ChildProcess;

beforeAll(async () => {
  place = await ownPlace();
  watchdog = watch(place.dataDir);
});
afterEach(() => quit(-started.pid!, 'SIGKILL'));
afterAll(async () => {
  await clearAway(place, []);
  watchdog.kill();
});

/** In a process group of its own, as from a terminal; ends with this process, however that ends. */
function spawnGroup(command: string, args: string[]): void {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...place.settings };
  started = spawn(command, args, { env, detached: true, stdio: 'ignore' });
  spawn('sh', ['-c', `read line; kill -9 -${started.pid}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  }).unref();
}

async function start(command: string, args: string[]): Promise<void> {
  spawnGroup(command, args);
  expect(await eventually(isReady, Boolean)).toBe(true);
}

const answers = (url: string) =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
const isReady = () => answers(`${place.url}/health/ready`);
const simulates = () => answers(`http://127.0.0.1:${place.settings.SIMULATOR_PORT}/sim/books`);
const postmasterFile = () => path.join(place.dataDir, 'postgres/data/postmaster.pid');

/** What the shop consists of while it runs. */
async function running(): Promise<string[]> {
  const parts = {
    shop: await isReady(),
    simulator: await simulates(),
    postgres: existsSync(postmasterFile()),
  };
  return Object.entries(parts).flatMap(([part, isThere]) => (isThere ? [part] : []));
}

const everything = ['shop', 'simulator', 'postgres'];

/** The shell between npm and the shop, where the shell stays. */
const shell = () => childOf(started.pid!, 'sh -c node')!;

function childOf(pid: number, naming: string): number | undefined {
  return execFileSync('ps', ['-o', 'pid=,ppid=,args=', '-A'], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
    .flatMap(([, child, parent, args = '']) =>
      Number(parent) === pid && args.startsWith(naming) ? [Number(child)] : [],
    )[0];
}

function quit(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A login whose second half is still to come. */
async function halfOfRequest(): Promise<{ finish(): Promise<string> }> {
  const body = JSON.stringify({ code: `user:late:${performance.now()}` });
  const socket = connect(Number(place.settings.PORT), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    `POST /api/v1/token/user HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
  );
  const answer = received(socket);
  return {
    finish() {
      socket.write(body.slice(5));
      return answer;
    },
  };
}

async function received(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (part: Buffer) => (text += part.toString()));
  await once(socket, 'close');
  return text;
}

describe.skipIf(process.platform === 'win32')('npm start', () => {
  it.each<[string, string[], () => void]>([
    ['SIGTERM to npm', [], () => started.kill('SIGTERM')],
    ['kill -9 of npm', [], () => started.kill('SIGKILL')],
    ['kill -9 of the shell between', [], () => quit(shell(), 'SIGKILL')],
    ['Ctrl-C', [], () => quit(-started.pid!, 'SIGINT')],
    ['a terminal that is closed', [], () => quit(-started.pid!, 'SIGHUP')],
    [
      'Ctrl-C where the shell makes way and npm passes it on',
      ['--script-shell=bash'],
      () => quit(-started.pid!, 'SIGINT'),
    ],
  ])('ends the shop, which finishes what came in: %s', async (_how, args, end) => {
    await start('npm', ['start', ...args]);
    const half = await halfOfRequest();
    expect(await running()).toEqual(everything);

    end();
    await eventually(isReady, (yes) => !yes);
    const answer = await half.finish();

    expect(answer).toMatch(/^HTTP\/1.1 200 [^]*"token":/);
    expect(await eventually(running, (parts) => parts.length === 0)).toEqual([]);
  });

  it('ends the shop that is still starting', async () => {
    spawnGroup('npm', ['start']);
    await eventually(running, (parts) => parts.includes('postgres'));

    started.kill('SIGKILL');

    expect(await eventually(running, (parts) => parts.length === 0)).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('a shell that ends first leaves the shop running', () => {
  it.each([
    ['behind npm', 'npm start & sleep 1000'],
    ['started directly', `"${process.execPath}" "${MAIN}" & sleep 1000`],
  ])('%s', async (_how, script) => {
    await start('sh', ['-c', script]);

    started.kill('SIGKILL');
    await once(started, 'exit');

    // A shop that follows ends within a quarter of a second, and takes a moment to drain.
    const since = performance.now();
    const left = () => running().then((parts) => performance.now() - since > 1500 || parts.length < 3);
    await eventually(left, Boolean);
    expect(await running()).toEqual(everything);
    quit(-started.pid!, 'SIGTERM');
    expect(await eventually(running, (parts) => parts.length === 0)).toEqual([]);
  });
});
