import { AppConfig } from '@app/common';
import { migrate, startEmbeddedPostgres, type EmbeddedPostgres } from '@app/database';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { examine } from '../../apps/mall/src/doctor-examination';
import { Parts } from '../../apps/mall/src/parts';
import { startDatabase } from '../../apps/mall/src/start-database';
import { ask, dataFolder, removeFolder } from '../given/cluster';
import { hasPgBouncer, PgBouncer } from '../given/pg-bouncer';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

type Settings = Record<string, string>;

/** Every character that an address cannot bear as it is. */
const PASSWORD = 'p#q?r/s%25t@u v';
const TROUBLED = 'a/b?secret';

/** A server with passwords, as others run it; its logins are `shop` and, let in three times at once, `narrow`. */
const folder = dataFolder();
const there = dataFolder();
let server: EmbeddedPostgres;

beforeAll(async () => {
  server = await startEmbeddedPostgres({ dataDir: folder, tcp: true, settings: { fsync: 'off' } });
  await ask(
    server.url,
    `CREATE ROLE shop LOGIN SUPERUSER PASSWORD '${PASSWORD}';
     CREATE ROLE narrow LOGIN CREATEROLE PASSWORD 'secret' CONNECTION LIMIT 3;
     CREATE ROLE poor LOGIN PASSWORD 'secret'`,
  );
  await ask(server.url, 'CREATE DATABASE narrow OWNER narrow');
  await ask(server.url, 'CREATE DATABASE poor');
});
afterAll(async () => {
  await server.stop('immediate');
  removeFolder(folder);
  removeFolder(there);
});

function addressOf(user: string, password: string, database: string): string {
  const { host } = new URL(server.url);
  return `postgres://${user}:${password}@${host}/${database}`;
}

async function startOn(settings: Settings): Promise<string> {
  const parts = new Parts();
  try {
    await startDatabase(AppConfig.from({ DATA_DIR: there, ...settings }), process.env, parts);
    return 'started';
  } catch (error) {
    return (error as Error).message;
  } finally {
    await parts.stop();
  }
}

/** What the doctor says of the database, or of settings that cannot be read. */
async function doctorOn(settings: Settings): Promise<string> {
  const lines: string[] = [];
  await examine({ env: { DATA_DIR: there, ...settings }, isLive: false, say: (line) => lines.push(line) });
  const said = lines.join('\n').split(/^(?=\S)/m);
  return said.filter((check) => /^. (Database|Settings)/.test(check)).join('');
}

/** A client at the pooler, as soon as it has forgotten the one that asked whether it listens. */
async function connected(connectionString: string): Promise<Client> {
  for (;;) {
    const client = new Client({ connectionString });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (!/no more connections allowed/.test(String(error))) throw error;
    }
  }
}

function command(name: string, settings: Settings, ...args: string[]): Promise<string> {
  const env = { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, DATA_DIR: there, ...settings };
  const script = path.resolve(`dist/apps/mall/src/${name}.js`);
  return new Promise((resolve) =>
    execFile(process.execPath, [script, ...args], { env }, (_failed, _out, err) => resolve(err)),
  );
}

describe('a password with every character that an address cannot bear', () => {
  it('works escaped', async () => {
    const DATABASE_URL = addressOf('shop', encodeURIComponent(PASSWORD), 'minimall');

    expect(await startOn({ DATABASE_URL })).toBe('started');
    expect(await doctorOn({ DATABASE_URL })).toMatch(/✓ Database/);
  });
});

const TROUBLES: [what: string, settings: () => Settings, words: RegExp][] = [
  [
    'an unescaped password',
    () => ({ DATABASE_URL: addressOf('shop', TROUBLED, 'minimall') }),
    /DATABASE_URL contains a .*\? %3F, \/ %2F/,
  ],
  [
    'a wrong password',
    () => ({ DATABASE_URL: addressOf('shop', 'secret', 'minimall') }),
    /account and password of DATABASE_URL \(28P01\)[^]*# is written %23/,
  ],
  [
    'a database that is not there',
    () => ({ DATABASE_URL: addressOf('shop', encodeURIComponent(PASSWORD), 'none') }),
    /database named in DATABASE_URL is not there \(3D000\)[^]*Create it/,
  ],
  [
    'a server without TLS',
    () => ({ DATABASE_URL: `${addressOf('narrow', 'secret', 'narrow')}?sslmode=verify-full` }),
    /TLS with the database of DATABASE_URL fails[^]*sslmode/,
  ],
  [
    'nobody who listens',
    () => ({ DATABASE_URL: 'postgres://shop:secret@127.0.0.1:9/shop' }),
    /database of DATABASE_URL cannot be asked \(ECONNREFUSED\)[^]*Start PostgreSQL/,
  ],
  [
    'nobody who listens past the pooler',
    () => ({ DATABASE_URL: server.url, DATABASE_DIRECT_URL: 'postgres://shop:secret@127.0.0.1:9/shop' }),
    /database of DATABASE_DIRECT_URL cannot be asked/,
  ],
];

describe.each(TROUBLES)('%s', (_, settings, words) => {
  it('is told alike by start and doctor, without its secret', async () => {
    const started = await startOn(settings()).catch((error: Error) => error.message);
    const examined = await doctorOn(settings());

    expect(started).toMatch(words);
    expect(examined).toMatch(words);
    expect(started + examined).not.toContain('secret');
  });
});

it('an account without rights is told what it needs', async () => {
  const started = await startOn({ DATABASE_URL: addressOf('poor', 'secret', 'poor') });

  expect(started).toMatch(/may not make tables or roles \(42501\)\. .*OWNER TO/);
});

describe('an account that has no connection left', () => {
  it('is told by start and doctor in words', async () => {
    const DATABASE_URL = addressOf('narrow', 'secret', 'narrow');
    const holding = Array.from({ length: 3 }, () => new Client({ connectionString: DATABASE_URL }));
    await Promise.all(holding.map((client) => client.connect()));

    const started = await startOn({ DATABASE_URL });
    const examined = await doctorOn({ DATABASE_URL });
    await Promise.all(holding.map((client) => client.end()));

    for (const said of [started, examined])
      expect(said).toMatch(/too many connections \(53300\)[^]*DATABASE_POOL \+ 9/);
  });
});

describe.skipIf(!hasPgBouncer)('a pooler', () => {
  it.each([
    ['refuses start-up options', {}],
    ['drops start-up options', { ignore_startup_parameters: 'options' }],
  ])('that %s and stands alone is named by all that need PostgreSQL itself', async (_, how) => {
    const pooler = await PgBouncer.open(server.url, how);
    const settings = { DATABASE_URL: pooler.url };

    const said = [
      await startOn(settings),
      await doctorOn(settings),
      await command('verify', settings),
      await command('backup', settings, path.join(there, 'file')),
    ];
    await pooler.close();

    for (const words of said)
      expect(words).toMatch(/DATABASE_URL leads to a pooler[^]*set DATABASE_DIRECT_URL/);
  });

  it('where the way past it should be is named too', async () => {
    const pooler = await PgBouncer.open(server.url);
    const settings = { DATABASE_URL: server.url, DATABASE_DIRECT_URL: pooler.url };

    const said = [await startOn(settings), await doctorOn(settings)];
    await pooler.close();

    for (const words of said) expect(words).toMatch(/DATABASE_DIRECT_URL leads to a pooler/);
  });

  it('that takes no more clients is told in words', async () => {
    const pooler = await PgBouncer.open(server.url, { max_client_conn: '1' });
    const holding = await connected(pooler.url);

    const examined = await doctorOn({ DATABASE_URL: pooler.url, DATABASE_DIRECT_URL: server.url });
    await holding.end();
    await pooler.close();

    expect(examined).toMatch(/DATABASE_URL takes no more: too many connections \(08P01\)/);
  });

  it('in its place is what the shop works through', async () => {
    await migrate(server.url);
    const pooler = await PgBouncer.open(server.url);
    const settings = { DATABASE_URL: pooler.url, DATABASE_DIRECT_URL: server.url };

    expect(await startOn(settings)).toBe('started');
    expect(await doctorOn(settings)).toMatch(/✓ Database/);
    await pooler.close();
  });
});
