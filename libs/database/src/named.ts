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

/**
 * A statement that is planned for the values it came with. A named one is soon planned for any: where a filter may be
 * left out, or a page may begin anywhere, that plan reads the whole table.
 */
export function planned<Row>(db: EntityManager, sql: string, params: unknown[]): Promise<Row[]> {
  return db.query<Row[]>(sql, params);
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
