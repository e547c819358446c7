import { migrate, restoreBackup } from '@app/database';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'pg';
import { emptyDatabase } from '../given/database';

/** A shop's database that came out of a backup. */
export interface Restored {
  url: string;
  db: Pool;
  drop(): Promise<void>;
}

/** Into an empty database at another address, and up to this code's schema. */
export async function restored(file: string): Promise<Restored> {
  const database = await emptyDatabase();
  await restoreBackup(database.url, file, 'sandbox');
  await migrate(database.url);
  const db = new Pool({ connectionString: database.url, max: 2 });
  return {
    url: database.url,
    db,
    drop: async () => {
      await db.end();
      await database.drop();
    },
  };
}

export function backupFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'minimall-backup-'));
}

export function removeBackups(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Every row of every table, as one sum a table. */
export async function contentsOf(db: Pool): Promise<Record<string, string | null>> {
  const { rows: tables } = await db.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND relpersistence = 'p' AND relname <> 'migrations' ORDER BY 1`,
  );
  const contents: Record<string, string | null> = {};
  for (const { name } of tables) {
    const { rows } = await db.query<{ sum: string | null }>(
      `SELECT count(*) || ' ' || md5(string_agg(t::text, E'\n' ORDER BY t::text)) AS sum FROM "${name}" t`,
    );
    contents[name] = rows[0]!.sum;
  }
  return contents;
}
