/** How long something is kept, and the statement that lets some of what is older go. */
export interface Retention {
  what: string;
  /** A PostgreSQL interval, counted from what the statement says. */
  keep: string;
  /** `$1` is the clock's offset, `$2` what is kept, `$3` how many rows at once; answers a row for each. */
  sql: string;
}

/**
 * Everything that has an end. Orders, money, stock, their ledgers and timelines have none; nor has the row of a
 * payment's notice, which says how we know of the money. graphile-worker deletes the jobs that it has done.
 */
export const retentions: readonly Retention[] = [
  { what: 'sessions', keep: '0 seconds', sql: drop('session', 'token_hash', 'expires_at') },
  { what: 'idempotency keys', keep: '24 hours', sql: drop('idempotency_key', 'caller, key', 'created_at') },
  {
    what: 'words of notices',
    keep: '30 days',
    sql: cut(`outcome NOT IN ('parked', 'orphan', 'conflict', 'foreign')`),
  },
  { what: 'words of notices that a person has to see', keep: '180 days', sql: cut('true') },
  {
    what: 'notices of anything but a payment',
    keep: '400 days',
    sql: drop('notice', 'id', 'last_at', `kind <> 'paid'`),
  },
  { what: 'alerts', keep: '400 days', sql: drop('alert', 'id', 'raised_at') },
  // Append-only: the function alone may delete, and holds to 400 days whoever calls it.
  { what: 'acts of admins', keep: '400 days', sql: 'SELECT let_go_admin_acts($1, $2, $3)' },
  {
    what: 'guesses at logins',
    keep: '1 hour',
    sql: drop('login_guess', 'account_hash, source_hash', 'last_at', 'opened_at IS NULL'),
  },
  {
    what: 'sources of logins',
    keep: '30 days',
    sql: drop('login_guess', 'account_hash, source_hash', 'last_at'),
  },
];

function drop(table: string, key: string, since: string, only = 'true'): string {
  return `
    DELETE FROM ${table} WHERE (${key}) IN (${older(table, key, since, only)}) RETURNING 1`;
}

/** The body is gone, that and when it came is not. */
function cut(only: string): string {
  const due = older('notice', 'id', 'last_at', `octet_length(body) > 0 AND ${only}`);
  return `
    UPDATE notice SET body = '', headers = '{}' WHERE id IN (${due}) RETURNING 1`;
}

/** Rows that somebody works on are left for the next time. */
function older(table: string, key: string, since: string, only: string): string {
  return `SELECT ${key} FROM ${table}
           WHERE ${since} <= now() + $1::interval - $2::interval AND ${only}
           ORDER BY ${since} LIMIT $3 FOR UPDATE SKIP LOCKED`;
}
