import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Client } from 'pg';
import { inject } from 'vitest';

export interface FreshDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A migrated database without a row, for one test file. */
export function freshDatabase(): Promise<FreshDatabase> {
  return create(`TEMPLATE ${databaseOf(inject('templateUrl'))}`);
}

/** A database without a table, for the tests of migrating itself. */
export function emptyDatabase(): Promise<FreshDatabase> {
  return create('');
}

async function create(how: string): Promise<FreshDatabase> {
  const template = inject('templateUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(template, `CREATE DATABASE ${name} ${how}`);
  return {
    url: urlOf(template, name),
    drop: () => onServer(template, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

export async function onServer(template: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: urlOf(template, 'postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function databaseOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

function urlOf(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}

/** The socket of a PostgreSQL whose address is `…@localhost/name?host=/folder`. */
export function socketOf(url: string): string {
  const folder = new URL(url).searchParams.get('host');
  if (!folder) throw new Error('this test needs a PostgreSQL on a Unix socket');
  return path.join(folder, '.s.PGSQL.5432');
}

/** The same database by way of something that listens on a port before it. */
export function throughPort(url: string, port: number): string {
  const { username, pathname } = new URL(url);
  return `postgres://${username}@127.0.0.1:${port}${pathname}`;
}
