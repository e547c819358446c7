import type { Pool, PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';

interface PostgresPool {
  master: Pool;
}

/**
 * A statement that PostgreSQL parses once per connection: inside a transaction on its own client, else on any
 * client of the pool. TypeORM never sends a name, so it is passed by here; one name always has the same text.
 */
export async function named<Row>(
  db: EntityManager,
  name: string,
  sql: string,
  params: unknown[],
): Promise<Row[]> {
  const client = await clientOf(db);
  const { rows } = await client.query({ ...nameFor(db, name), text: sql, values: params });
  return rows as Row[];
}

async function clientOf(db: EntityManager): Promise<Pool | PoolClient> {
  if (db.queryRunner) return (await db.queryRunner.connect()) as PoolClient;
  return (db.dataSource.driver as unknown as PostgresPool).master;
}

/** Behind a pooler in transaction mode the next statement meets another server, which knows no names. */
function nameFor(db: EntityManager, name: string): { name?: string } {
  const { extra } = db.dataSource.options as { extra?: { namedStatements?: boolean } };
  return extra?.namedStatements === false ? {} : { name };
}
