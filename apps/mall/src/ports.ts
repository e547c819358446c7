import type { AppConfig } from '@app/common';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { wantsSimulator } from './simulator.process';
import { StartFault } from './start-fault';

/** A copy that was killed a moment ago takes its simulator along, which lasts a heartbeat. */
const PATIENCE_MS = 3000;

/** Looked at before anything is started: a second copy must not touch what the first one uses. */
export async function refuseTakenPorts(config: AppConfig): Promise<void> {
  const { ROLE, HOST, PORT, SIMULATOR_PORT, SIMULATOR_TLS_PORT } = config;
  const simulates = wantsSimulator(config);
  if (simulates) refuseEqualPorts({ PORT, SIMULATOR_PORT, SIMULATOR_TLS_PORT });
  if (ROLE !== 'worker') await refuseTakenPort(HOST, PORT, 'PORT');
  if (!simulates) return;
  await refuseTakenPort(config.simulatorHost, SIMULATOR_PORT, 'SIMULATOR_PORT');
  await refuseTakenPort('127.0.0.1', SIMULATOR_TLS_PORT, 'SIMULATOR_TLS_PORT');
}

function refuseEqualPorts(ports: Record<string, number>): void {
  for (const [setting, port] of Object.entries(ports)) {
    const other = Object.keys(ports).find((name) => name !== setting && ports[name] === port);
    if (other) throw new StartFault(`${setting} and ${other} are both ${port}: they must differ.`);
  }
}

async function refuseTakenPort(host: string, port: number, setting: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 250) {
    const fault = await listenFault(host, port);
    if (!fault) return;
    if (fault !== 'EADDRINUSE')
      throw new StartFault(`Cannot listen on ${host} port ${port} (${fault}): check HOST and ${setting}.`);
    await pause(250);
  }
  throw new StartFault(
    `Port ${port} is in use, perhaps by another copy of the shop: set ${setting} to a free one.`,
  );
}

function listenFault(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code ?? 'unknown'));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}
