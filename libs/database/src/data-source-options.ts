import type { DataSourceOptions } from 'typeorm';
import { APP_ROLE, isPooled, serverTimeouts, type DatabaseSettings } from './database-settings';
import { shopTypes } from './int8';
import { ShopClient } from './shop-client';
import { withStartupOptions } from './startup-options';

const POOL_SIZE = 10;
/** Waiting for a free connection counts too: an exhausted pool answers instead of piling requests up. */
const CONNECT_TIMEOUT_MS = 2_000;
/** Longer than the server's own limit: only a database that stopped answering at all runs into it. */
const ANSWER_TIMEOUT_MS = 7_000;

/** How the shop itself connects: as the app role, bounded in number and in time. */
export function dataSourceOptions(
  settings: DatabaseSettings,
  // oxlint-disable-next-line typescript/no-unsafe-function-type -- TypeORM's own name for a class
  entities: Function[],
  report: (error: Error) => void,
  poolSize = settings.DATABASE_POOL ?? POOL_SIZE,
): DataSourceOptions {
  if (!settings.DATABASE_URL) throw new Error('The database has no address: DATABASE_URL is not set.');
  const pooled = isPooled(settings);

  return {
    type: 'postgres',
    url: pooled ? settings.DATABASE_URL : withStartupOptions(settings.DATABASE_URL, { role: APP_ROLE }),
    entities,
    applicationName: 'minimall',
    poolSize,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    // A pool without this handler takes the whole process down with its database.
    poolErrorHandler: report,
    extra: {
      Client: ShopClient,
      types: shopTypes,
      keepAlive: true,
      query_timeout: ANSWER_TIMEOUT_MS,
      namedStatements: !pooled,
      // A pooler refuses start-up parameters; there, role and limits stand on the login role (see `migrate`).
      ...(pooled ? {} : serverTimeouts),
    },
  };
}
