import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { postmasterOf, removeFolder } from '../given/cluster';
import { eventually } from '../given/shop';
import { clearAway, MallProcess, ownPlace } from './mall-process';

// A whole start loads everything, on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** One shop's life: it is hurt, killed, stopped, and started again. */
let place: Awaited<ReturnType<typeof ownPlace>>;
let mall: MallProcess;

beforeAll(async () => {
  place = await ownPlace();
  mall = await MallProcess.started(place.settings);
});

afterAll(() => clearAway(place, [mall]));

const simulatorAnswers = () =>
  fetch(`http://127.0.0.1:${place.settings.SIMULATOR_PORT}/sim/books`).then(
    (answer) => answer.ok,
    () => false,
  );
const readiness = () =>
  mall.get('/health/ready').then(
    (answer) => answer.status,
    () => undefined,
  );

it('logs a line a request, with what a client’s author looks for', async () => {
  const refused = await mall.get('/api/v1/product/none?token=secret');
  const id = refused.headers.get('x-request-id');

  const line = await eventually(
    () => Promise.resolve(mall.out.split('\n').find((text) => text.includes(`"${id}"`))),
    (found) => found !== undefined,
  );

  expect(JSON.parse(line!)).toEqual({
    level: 30,
    time: expect.any(String),
    msg: 'request',
    request: {
      method: 'GET',
      route: '/api/v1/product/:id',
      status: 400,
      ms: expect.any(Number),
      error: 'invalidParameter',
      id,
    },
  });
  expect(mall.out).not.toContain('/health/');
});

it('says one sentence to a second copy, and does not mind it', async () => {
  const second = new MallProcess(place.settings);

  expect(await second.ended()).toBe(1);
  expect(second.err).toMatch(/^Port \d+ is in use.*set PORT/);
  expect(await readiness()).toBe(200);
  expect(await simulatorAnswers()).toBe(true);
});

it.skipIf(process.platform === 'win32')('starts a killed simulator again', async () => {
  const [simulator] = childrenOf(mall.pid, 'wechat');
  process.kill(simulator!, 'SIGKILL');

  await eventually(simulatorAnswers, (yes) => !yes);
  expect(await eventually(simulatorAnswers, Boolean)).toBe(true);
  expect(await readiness()).toBe(200);
});

it('[F32] answers 503 in shape while PostgreSQL is dead, and brings it back', async () => {
  process.kill(postmasterOf(path.join(place.dataDir, 'postgres')), 'SIGKILL');

  expect(await eventually(readiness, (status) => status === 503)).toBe(503);
  const refused = await mall.get('/api/v1/product/recent');
  if (refused.status !== 200) expect(await refused.json()).toMatchObject({ error_code: 90002 });
  expect(await eventually(readiness, (status) => status === 200)).toBe(200);
});

it('is the only one of its DATA_DIR, after its database died too', async () => {
  const elsewhere = await ownPlace();
  removeFolder(elsewhere.dataDir);

  const second = new MallProcess({ ...elsewhere.settings, DATA_DIR: place.dataDir });

  expect(await second.ended()).toBe(1);
  expect(second.err).toBe(
    `The shop of this DATA_DIR already runs at ${place.url} (pid ${mall.pid}): ROLE=api joins it, another DATA_DIR is ` +
      'another shop. 该 DATA_DIR 的店已在运行：加入它请设 ROLE=api，另开一家请换 DATA_DIR。\n',
  );
  expect(await readiness()).toBe(200);
});

it('[F55] cuts off 300 sockets that send their headers too slowly, and serves the others meanwhile', async () => {
  const begun = performance.now();
  const slow = Array.from({ length: 300 }, () => open('GET / HTTP/1.1\r\n'));

  expect(await readiness()).toBe(200);
  for (const { answer } of slow) expect(await answer).toMatch(/^HTTP\/1.1 408 /);
  expect(performance.now() - begun).toBeLessThan(15_000);
});

it('is there again after kill -9, with everything it owned', async () => {
  await mall.stop('SIGKILL');

  mall = await MallProcess.started(place.settings);

  expect(await readiness()).toBe(200);
  expect(await eventually(simulatorAnswers, Boolean)).toBe(true);
});

it('[F31] finishes what came in before SIGTERM, takes nothing new, and stops simulator and database too', async () => {
  const body = JSON.stringify({ code: 'user:late:1' });
  const half = open(
    `POST /api/v1/token/user HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
  );
  await half.connected;
  await readiness();

  const ended = mall.stop('SIGTERM');
  await eventually(readiness, (status) => status === undefined);
  half.socket.write(body.slice(5));

  expect(await half.answer).toMatch(/^HTTP\/1.1 200 [^]*"token":/);
  expect(await ended).toBe(0);
  expect(existsSync(path.join(place.dataDir, 'postgres/data/postmaster.pid'))).toBe(false);
  expect(await simulatorAnswers()).toBe(false);
});

it('stops within ten seconds while a silent socket stays open', async () => {
  mall = await MallProcess.started(place.settings);
  const silent = open('GET / HTTP/1.1\r\n');
  await silent.connected;
  await readiness();
  const begun = performance.now();

  expect(await mall.stop('SIGTERM')).toBe(0);

  expect(performance.now() - begun).toBeLessThan(10_000);
});

it('starts again after a proper end, and stops on Ctrl-C', async () => {
  mall = await MallProcess.started(place.settings);

  expect(await mall.stop('SIGINT')).toBe(0);
});

function childrenOf(pid: number, naming: string): number[] {
  return execFileSync('ps', ['-o', 'pid=,ppid=,args=', '-A'], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, ...args]) => Number(parent) === pid && args.join(' ').includes(naming))
    .map(([child]) => Number(child));
}

/** A connection that has sent this much so far. */
function open(start: string) {
  const socket = connect(Number(place.settings.PORT), '127.0.0.1', () => socket.write(start));
  let received = '';
  socket.on('data', (part: Buffer) => (received += part.toString()));
  return {
    socket,
    connected: once(socket, 'connect'),
    answer: once(socket, 'close').then(() => received),
  };
}
