import { APP_ROLE, type DatabaseSettings } from './database-settings';
import { shopTypes } from './int8';
import { ShopClient } from './shop-client';
import { withStartupOptions } from './startup-options';
import { sqlStateOf } from './transaction';

const CONNECT_TIMEOUT_MS = 2_000;
/** A server that vanishes without a word is noticed by TCP: no limit of ours would end the wait for its answer. */
const KEEP_ALIVE_MS = 60_000;
const CANCELED = '57014';

export interface SnapshotLimits {
  /** All statements together; without it they may take as long as they need. */
  limitMs?: number;
  signal?: AbortSignal;
}

/** Runs a statement in the snapshot. */
export type Ask = <Row>(sql: string, params?: unknown[]) => Promise<Row[]>;

/** The reads did not end: their time was over, or somebody cancelled them. The database itself is there. */
export class SnapshotInterrupted extends Error {}

/**
 * Long reads in one snapshot, so that a busy shop does not look torn: on a connection of their own past any pooler,
 * as the app role, and without the limits of statements that a request waits for.
 */
export async function readSnapshot<T>(
  { DATABASE_URL, directUrl }: DatabaseSettings,
  { limitMs, signal }: SnapshotLimits,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const url = withStartupOptions(directUrl ?? DATABASE_URL ?? '', { role: APP_ROLE });
  const client = await connect(url);
  try {
    await client.query(OPEN);
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    // To hang up alone is not enough: PostgreSQL would notice only when it has the answer.
    const cancel = () =>
      void Promise.allSettled([cancelStatement(url, rows[0]!.pid)]).then(() => client.end());
    signal?.addEventListener('abort', cancel);
    try {
      return await work(askIn(client, limitMs));
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    await client.end();
  }
}

/** It works alone, whatever the server would allow: the other cores are the shoppers'. */
const OPEN = `
  BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
  SET LOCAL max_parallel_workers_per_gather = 0;
  SET LOCAL statement_timeout = 0;
  SET LOCAL idle_in_transaction_session_timeout = 0;
  SET LOCAL lock_timeout = '10s'`;

async function connect(url: string): Promise<ShopClient> {
  const client = new ShopClient({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'minimall snapshot',
    types: shopTypes,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  });
  await client.connect();
  return client;
}

/** Each statement gets what is left of the time for all. */
function askIn(client: ShopClient, limitMs?: number): Ask {
  const begun = performance.now();
  return async <Row>(sql: string, params: unknown[] = []) => {
    try {
      if (limitMs !== undefined) {
        const leftMs = Math.max(1, Math.ceil(begun + limitMs - performance.now()));
        await client.query(`SET LOCAL statement_timeout = ${leftMs}`);
      }
      return (await client.query(sql, params)).rows as Row[];
    } catch (error) {
      if (sqlStateOf(error) !== CANCELED) throw error;
      const limit = limitMs === undefined ? '' : ` within ${Math.round(limitMs / 1000)} s`;
      throw new SnapshotInterrupted(`reading was cancelled, or did not end${limit}`, { cause: error });
    }
  };
}

async function cancelStatement(url: string, pid: number): Promise<void> {
  const other = await connect(url);
  await other.query('SELECT pg_cancel_backend($1)', [pid]).finally(() => other.end());
}
