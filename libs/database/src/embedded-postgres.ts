import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from './cluster';
import { postgresAccount } from './cluster-account';
import { addressOf, runningClusterUrl, SHOP_LOGIN } from './cluster-address';
import { findBinaries } from './cluster-binaries';
import { makeData } from './cluster-files';
import { knownHome, openHome } from './cluster-home';
import { Presence } from './cluster-presence';
import { bringDown, bringUp } from './cluster-process';
import { pidState } from './cluster-pid-file';
import { answers, withClient } from './direct-client';

export interface EmbeddedOptions {
  dataDir: string;
  /** Lines for postgresql.conf; they hold from the server's next start. */
  settings?: Record<string, string>;
  /** TCP with a password instead of a Unix socket: the only form on Windows. */
  tcp?: boolean;
  /** Join a running server, never start or stop one: for ROLE=api and ROLE=worker. */
  joinOnly?: boolean;
  /** This process is the shop, of which a cluster has one at a time: what a second one is told, 63 characters. */
  shop?: string;
  log?: (line: string) => void;
}

/** Another process is the shop of this cluster. */
export class ShopRuns extends Error {
  constructor(readonly shop: string) {
    super(`The shop of this DATA_DIR already runs: ${shop}.`);
  }
}

/** Whether a cluster was made under DATA_DIR; asking makes nothing. */
export function hasCluster(dataDir: string): boolean {
  const home = knownHome(path.resolve(dataDir));
  return home !== undefined && existsSync(home.data);
}

/** The shop's own PostgreSQL, started or found running under DATA_DIR. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = path.resolve(options.dataDir);
  if (options.joinOnly && !runningClusterUrl(dataDir))
    throw new Error(`No embedded database runs under ${dataDir}: start the shop with ROLE=all first.`);

  const account = postgresAccount();
  const home = await openHome(dataDir, account);
  const binaries = await findBinaries(account, home.dir);
  const { settings = {}, tcp = process.platform === 'win32' } = options;
  const cluster = { home, account, binaries, settings, tcp };
  await makeData(cluster);

  const embedded = new EmbeddedPostgres(cluster, options);
  await embedded.revive();
  try {
    await embedded.claimShop();
  } catch (error) {
    await embedded.stop();
    throw error;
  }
  return embedded;
}

export class EmbeddedPostgres {
  /** Good as DATABASE_URL, and the same for as long as this process uses the server. */
  url = '';
  /** Whether the server ran already: left by a process that was killed, or used by another one. */
  adopted = false;
  private presence?: Presence;
  private stopping = false;
  private reviving?: Promise<void>;

  constructor(
    private readonly cluster: Cluster,
    private readonly options: EmbeddedOptions,
  ) {}

  /** The folder that holds the data directory, the log and the socket. */
  get home(): string {
    return this.cluster.home.dir;
  }

  async alive(): Promise<boolean> {
    return pidState(this.cluster.home.data) === 'ours' && answers(this.url);
  }

  async claimShop(): Promise<void> {
    const { shop } = this.options;
    const other = shop && (await this.presence?.claimShop(shop));
    if (other) throw new ShopRuns(other);
  }

  /** Brings the server up again where it is down. It is done without being asked, too, when the server dies. */
  revive(): Promise<void> {
    this.reviving ??= this.bringUp().finally(() => (this.reviving = undefined));
    return this.reviving;
  }

  /** Stops the server after the last process that uses it; earlier ones, and joiners, only leave. */
  async stop(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    await this.reviving;
    const last = !this.options.joinOnly && (await this.isLast());
    if (last) await bringDown(this.cluster, mode);
    await this.presence?.leave();
  }

  private async bringUp(): Promise<void> {
    await this.presence?.leave();
    const { adopted } = this.options.joinOnly ? { adopted: true } : await bringUp(this.cluster);
    const { home } = this.cluster;
    const system = addressOf(home, 'postgres') ?? '';
    this.presence = await Presence.enter(system, () => this.noticeLoss());
    await makeDatabase(system);
    if (!this.url) this.adopted = adopted;
    // The server died with the lock on it.
    else await this.claimShop();
    this.url = addressOf(home) ?? '';
  }

  private noticeLoss(): void {
    if (this.stopping) return;
    this.options.log?.('the embedded database went away; bringing it back');
    void this.reviveUntilDone();
  }

  private async reviveUntilDone(): Promise<void> {
    for (let attempt = 1; !this.stopping; attempt++) {
      try {
        await this.revive();
        this.options.log?.('the embedded database is back');
        return;
      } catch (error) {
        this.options.log?.(`the embedded database is not back yet: ${(error as Error).message}`);
        await pause(Math.min(5_000, 200 * attempt), undefined, { ref: false });
      }
    }
  }

  /** Without a server to ask there is nothing left to stop, and nobody to be considerate of. */
  private async isLast(): Promise<boolean> {
    return this.presence === undefined || this.presence.isLast().catch(() => true);
  }
}

async function makeDatabase(system: string): Promise<void> {
  await withClient(system, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [SHOP_LOGIN]);
    if (rowCount) return;
    try {
      await client.query(`CREATE DATABASE ${SHOP_LOGIN}`);
    } catch (error) {
      const { code } = error as { code?: string };
      // Two processes at their first start.
      if (code !== '42P04' && code !== '23505') throw error;
    }
  });
}
