import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import type { Cluster, Settings } from './cluster';
import { writeOwned } from './cluster-account';
import { CONF_FILE } from './cluster-files';

/**
 * A Unix socket knows no busy port, no other machine and no password. Windows gets TCP on the loopback with a
 * password; the port of the last time is kept where it is free, so that addresses stay good over a restart.
 */
export async function writeConf({ home, account, tcp, settings }: Cluster): Promise<void> {
  const file = path.join(home.data, CONF_FILE);
  const door: Settings = tcp
    ? {
        listen_addresses: '127.0.0.1',
        port: String(await freePort(lastPort(file))),
        unix_socket_directories: '',
      }
    : { listen_addresses: '', port: '5432', unix_socket_directories: listItem(home.socketDir) };
  // Terse: the details of an error quote rows, and a log must not hold a shopper's name or phone.
  const all = { ...door, log_error_verbosity: 'terse', ...settings };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${quoted(value)}\n`);
  writeOwned(account, file, lines.join(''));
}

function quoted(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** An item of a list setting: a comma or a quote in a folder's name is no separator. */
function listItem(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

function lastPort(file: string): number {
  const [, port] = /^port = '(\d+)'/m.exec(readFileSync(file, 'utf8')) ?? [];
  return Number(port ?? 0);
}

async function freePort(wanted: number): Promise<number> {
  try {
    return await probe(wanted);
  } catch {
    return probe(0);
  }
}

function probe(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, () => {
      const { port: got } = server.address() as AddressInfo;
      server.close(() => resolve(got));
    });
  });
}
