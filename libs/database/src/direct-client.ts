import { Client } from 'pg';
import { withStartupOptions } from './startup-options';

const CONNECT_TIMEOUT_MS = 2_000;

/** One connection outside the pool, as the login role itself, closed behind the work. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await openClient(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export async function openClient(url: string): Promise<Client> {
  const client = await connect(url);
  // A login that works through a pooler stands on the app role from its first moment.
  await client.query('SET ROLE NONE; SET statement_timeout = 0');
  return client;
}

/** A pooler stands where PostgreSQL itself should. */
export class PoolerInTheWay extends Error {}

/**
 * Migrations and jobs need a server process of their own, and start-up options that name their role. A pooler gives
 * neither: it refuses those options, or drops them where it is told to ignore them.
 */
export async function refusePooler(url: string): Promise<void> {
  const client = await connect(withStartupOptions(url, { lock_timeout: '1234ms' }));
  try {
    const { rows } = await client.query<{ lock_timeout: string }>('SHOW lock_timeout');
    if (rows[0]?.lock_timeout !== '1234ms') throw new PoolerInTheWay('a pooler drops start-up options');
  } finally {
    await client.end();
  }
}

/** Comes in and goes again; throws what keeps it out. A pooler's connection is left as it is found: others use it too. */
export async function knock(url: string): Promise<void> {
  const client = await connect(url);
  await client.end();
}

async function connect(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'minimall',
  });
  // A connection that breaks fails its query as well; the event alone must not end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Whether a server takes connections and answers there. */
export async function answers(url: string): Promise<boolean> {
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
    return true;
  } catch {
    return false;
  }
}
