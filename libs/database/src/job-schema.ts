import { runMigrations, type WorkerPreset } from 'graphile-worker';
import { Pool, type Client } from 'pg';
import { APP_ROLE } from './database-settings';
import { NewerSchema } from './newer-schema';

type Plugin = NonNullable<(typeof WorkerPreset)['plugins']>[number];

/**
 * graphile-worker's own tables, in the schema graphile_worker. The caller holds the migrating lock; `url` works as
 * the login. Migrations that this code does not know refuse the start before anything is touched.
 */
export async function migrateJobs(url: string): Promise<void> {
  const pool = new Pool({ connectionString: url, max: 1 });
  // A connection that breaks fails its statement as well; the events alone must not end the process.
  pool.on('error', ignore).on('connect', (client) => client.on('error', ignore));
  try {
    await runMigrations({ pgPool: pool, preset: { plugins: [refusesNewer] } });
  } finally {
    await pool.end();
  }
}

function ignore(): void {}

const refusesNewer: Plugin = {
  name: 'MinimallRefusesNewerJobs',
  version: '1.0.0',
  worker: {
    hooks: {
      async premigrate({ maxMigrationNumber }, { client }) {
        const { rows } = await client.query<{ newest: number | null }>(
          'SELECT max(id) AS newest FROM graphile_worker.migrations',
        );
        const newest = rows[0]?.newest ?? 0;
        if (newest > maxMigrationNumber) throw new NewerSchema(`job migration ${newest}`);
      },
    },
  },
};

/** graphile-worker keeps everybody but the owner out by row level security, which needs a policy beside the grants. */
export async function openJobs(client: Client): Promise<void> {
  await client.query(`
    GRANT USAGE ON SCHEMA graphile_worker TO ${APP_ROLE};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO ${APP_ROLE};
    REVOKE INSERT, UPDATE, DELETE ON graphile_worker.migrations FROM ${APP_ROLE};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO ${APP_ROLE};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO ${APP_ROLE};
    DO $$
    DECLARE
      closed regclass;
    BEGIN
      FOR closed IN
        SELECT c.oid FROM pg_class c
         WHERE c.relnamespace = 'graphile_worker'::regnamespace AND c.relrowsecurity
           AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = '${APP_ROLE}')
      LOOP
        EXECUTE format('CREATE POLICY ${APP_ROLE} ON %s TO ${APP_ROLE} USING (true) WITH CHECK (true)', closed);
      END LOOP;
    END $$;
  `);
}
