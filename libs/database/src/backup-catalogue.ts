import type { Client } from 'pg';
import type { BackupTable } from './backup-format';

interface TableRow extends BackupTable {
  /** Tables that its foreign keys point to, but for keys that wait for COMMIT. */
  needs: string[];
}

/**
 * The shop's tables. Unlogged ones hold what can be had again (the access token), an extension's are its own, and
 * graphile-worker's schema holds work that is found again by the rows it is about.
 */
const TABLES = `
  SELECT c.relname AS name,
         (SELECT json_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
         (SELECT COALESCE(json_agg(DISTINCT f.relname), '[]') FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid
           WHERE k.conrelid = c.oid AND k.contype = 'f' AND NOT k.condeferred AND f.oid <> c.oid) AS needs
    FROM pg_class c
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relpersistence = 'p'
     AND c.relname <> 'migrations'
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')
   ORDER BY c.relname`;

const SEQUENCES = `
  SELECT sequencename AS name, last_value::text AS value FROM pg_sequences
   WHERE schemaname = 'public' AND last_value IS NOT NULL AND sequencename <> 'migrations_id_seq'`;

/** In an order that satisfies foreign keys: a login that may not switch triggers off can load them too. */
export async function tablesOf(client: Client): Promise<BackupTable[]> {
  const { rows } = await client.query<TableRow>(TABLES);
  return inOrder(rows).map(({ name, columns }) => ({ name, columns }));
}

export async function sequencesOf(client: Client): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; value: string }>(SEQUENCES);
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

/** Every table behind those that it needs; the order given where that leaves a choice. */
export function inOrder<Table extends { name: string; needs: string[] }>(tables: readonly Table[]): Table[] {
  const waiting = [...tables];
  const placed = new Set<string>();
  const ordered: Table[] = [];
  while (waiting.length > 0) {
    const free = waiting.findIndex(({ needs }) => needs.every((name) => placed.has(name)));
    if (free < 0)
      throw new Error(`foreign keys run in a circle: ${waiting.map(({ name }) => name).join(', ')}`);
    const [table] = waiting.splice(free, 1);
    placed.add(table!.name);
    ordered.push(table!);
  }
  return ordered;
}
