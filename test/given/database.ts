import { randomBytes } from 'node:crypto';
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

async function onServer(template: string, sql: string): Promise<void> {
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
