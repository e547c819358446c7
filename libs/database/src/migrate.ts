import { DataSource } from 'typeorm';
import type { Client } from 'pg';
import { APP_ROLE, serverTimeouts } from './database-settings';
import { withClient } from './direct-client';
import { migrateJobs, openJobs } from './job-schema';
import { migrations } from './migrations';
import { NewerSchema } from './newer-schema';
import { withStartupOptions } from './startup-options';
import { worldOf, type World } from './world';

export interface SchemaState {
  /** Migrations of this code that the database has not seen. */
  pending: number;
  /** The first migration that this code does not know. */
  unknown?: string;
  /** Whose books it keeps; none before the first start. */
  world?: World;
}

/** One number for "somebody migrates this database". */
export const MIGRATING = 6_464_002;

/**
 * Brings the schema up to this code, as the login role, one instance at a time. Where `shopUrl` (DATABASE_URL)
 * differs, a pooler stands between: it takes no start-up parameters, so the login role that the shop uses
 * there is itself told to work as the app role.
 */
export async function migrate(directUrl: string, shopUrl = directUrl): Promise<void> {
  await withClient(directUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATING]);
    await refuseNewerSchema(client);
    await migrateJobs(migratorOptions(directUrl).url);
    await runMigrations(directUrl);
    await openJobs(client);
    if (shopUrl !== directUrl) await bindLogin(client, loginOf(shopUrl));
  });
}

/** How migrations connect, here and from TypeORM's command line: as the login, without the shop's limits. */
export function migratorOptions(directUrl: string) {
  return {
    type: 'postgres' as const,
    url: withStartupOptions(directUrl, { role: 'none', statement_timeout: '0', lock_timeout: '10s' }),
    migrations,
    poolSize: 2,
    connectTimeoutMS: 2_000,
  };
}

async function refuseNewerSchema(client: Client): Promise<void> {
  const { unknown } = await compare(client);
  if (unknown) throw new NewerSchema(unknown);
}

/** Looks only: how far the schema is from this code. */
export function schemaState(directUrl: string): Promise<SchemaState> {
  return withClient(directUrl, async (client) => {
    const { recorded, unknown } = await compare(client);
    return {
      pending: migrations.length - recorded,
      unknown,
      world: recorded && !unknown ? await worldOf(client) : undefined,
    };
  });
}

async function compare(client: Client): Promise<{ recorded: number; unknown?: string }> {
  const { rows: tables } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('migrations') IS NOT NULL AS there`,
  );
  if (!tables[0]?.there) return { recorded: 0 };
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = rows.find(({ name }) => !known.has(name))?.name;
  return { recorded: rows.length, unknown };
}

async function runMigrations(directUrl: string): Promise<void> {
  const source = await new DataSource(migratorOptions(directUrl)).initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

function loginOf(url: string): string {
  return decodeURIComponent(/^[^:]+:\/\/([^:@/]+)/.exec(url)?.[1] ?? '');
}

async function bindLogin(client: Client, login: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
  const role = client.escapeIdentifier(login);
  const database = client.escapeIdentifier(rows[0]?.name ?? '');
  const held = Object.entries({ role: APP_ROLE, ...serverTimeouts });

  await client.query(`GRANT ${APP_ROLE} TO ${role}`);
  for (const [name, value] of held)
    await client.query(`ALTER ROLE ${role} IN DATABASE ${database} SET ${name} = '${value}'`);
}
