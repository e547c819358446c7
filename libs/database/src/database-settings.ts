/** The settings this room reads; the shop's AppConfig has them all. */
export interface DatabaseSettings {
  readonly DATABASE_URL?: string;
  /** Where it differs from DATABASE_URL, a pooler in transaction mode stands between. */
  readonly directUrl?: string;
  /** How many connections requests and sweeps may use together. */
  readonly DATABASE_POOL?: number;
}

/** The role that every pooled connection works as: rows, but no tables, and no rewriting of history. */
export const APP_ROLE = 'minimall_app';

/** Limits that PostgreSQL keeps for the shop's connections, in milliseconds. */
export const serverTimeouts = {
  statement_timeout: 5_000,
  lock_timeout: 1_000,
  idle_in_transaction_session_timeout: 10_000,
};

export function isPooled({ DATABASE_URL, directUrl }: DatabaseSettings): boolean {
  return directUrl !== undefined && directUrl !== DATABASE_URL;
}
