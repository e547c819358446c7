import type { Client, ClientConfig, Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';

/** pg's own type leaves these two out. */
interface OpenPool extends Pool {
  options: Pool['options'] & { max: number };
  Client: new (config: ClientConfig) => Client;
}

/**
 * Fails as the pool's next connection would. A pool that is not full opens one for each request that finds the
 * others busy: where the server gives none, the shop answers alone as long as nobody is in a hurry.
 */
export async function refuseStarvedPool(source: DataSource): Promise<void> {
  const pool = (source.driver as PostgresDriver).master as OpenPool;
  if (pool.totalCount >= pool.options.max) return;
  const client = new pool.Client(pool.options);
  client.on('error', () => undefined);
  await client.connect();
  await client.end();
}
