import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from 'pg';
import { withClient } from './direct-client';

export type World = 'sandbox' | 'live';

/** The settings mean another world than the one this shop was made in. */
export class WorldMismatch extends Error {}

/**
 * Asks `DATA_DIR/world` alone, before any database is started: a live shop on an outside database that lost every
 * setting would otherwise open an empty sandbox beside it and sell for play money.
 */
export function refuseOtherWorld(dataDir: string, world: World): void {
  const remembered = readMarker(dataDir);
  if (remembered && remembered !== world) throw mismatch(`DATA_DIR ${dataDir}`, remembered, world);
}

/** The first start writes the world into the database and beside it; every later one must mean the same. */
export async function rememberWorld(directUrl: string, world: World, dataDir: string): Promise<void> {
  refuseOtherWorld(dataDir, world);
  const remembered = await withClient(directUrl, async (client) => {
    await client.query('INSERT INTO world (name) VALUES ($1) ON CONFLICT DO NOTHING', [world]);
    return worldOf(client);
  });
  if (remembered !== world) throw mismatch('The database', remembered ?? 'no', world);

  mkdirSync(dataDir, { recursive: true });
  writeFileSync(markerOf(dataDir), `${world}\n`);
}

/** The world whose books a migrated database keeps. */
export async function worldOf(client: Client): Promise<World | undefined> {
  const { rows } = await client.query<{ name: World }>('SELECT name FROM world');
  return rows[0]?.name;
}

function readMarker(dataDir: string): string | undefined {
  try {
    return readFileSync(markerOf(dataDir), 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function markerOf(dataDir: string): string {
  return path.join(dataDir, 'world');
}

function mismatch(what: string, remembered: string, world: World): WorldMismatch {
  return new WorldMismatch(
    `${what} belongs to the ${remembered} world, but WORLD=${world}: ` +
      `restore the settings, or give the ${world} shop a DATA_DIR and a database of its own.`,
  );
}
