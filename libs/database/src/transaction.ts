import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 10;

/** Deadlock, serialization failure, lock timeout: PostgreSQL undid the whole transaction, so it can be run anew. */
const RETRYABLE = new Set(['40P01', '40001', '55P03']);

/**
 * One transaction, run anew as a whole (at most five times) where it lost against another. `work` must therefore
 * do nothing outside the database. Called inside a transaction it simply joins: the outermost one repeats.
 */
export async function inTransaction<T>(
  db: EntityManager,
  work: (tx: EntityManager) => Promise<T>,
): Promise<T> {
  if (db.queryRunner?.isTransactionActive) return work(db);

  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (attempt === ATTEMPTS || !RETRYABLE.has(sqlStateOf(error) ?? '')) throw error;
      // Twice as long each time, and never two alike: the same two would meet again.
      await pause(randomInt(1, FIRST_PAUSE_MS * 2 ** attempt));
    }
  }
}

export function sqlStateOf(error: unknown): string | undefined {
  const { code, driverError } = (error ?? {}) as { code?: string; driverError?: { code?: string } };
  return driverError?.code ?? code;
}
