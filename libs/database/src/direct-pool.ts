import { Pool } from 'pg';
import { APP_ROLE, serverTimeouts, type DatabaseSettings } from './database-settings';
import { ShopClient } from './shop-client';
import { withStartupOptions } from './startup-options';

const CONNECT_TIMEOUT_MS = 2_000;

interface Wish {
  size: number;
  report: (error: Error) => void;
}

/**
 * Connections past any pooler, as the app role: what listens for PostgreSQL's notifications must keep its own
 * server process.
 */
export function directPool({ DATABASE_URL, directUrl }: DatabaseSettings, { size, report }: Wish): Pool {
  const pool = new Pool({
    connectionString: withStartupOptions(directUrl ?? DATABASE_URL ?? '', { role: APP_ROLE }),
    Client: ShopClient,
    max: size,
    application_name: 'minimall jobs',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    ...serverTimeouts,
  });
  // Without these two, a connection that is lost takes the whole process with it.
  pool.on('error', report).on('connect', (client) => client.on('error', report));
  return pool;
}
