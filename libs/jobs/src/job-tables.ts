import { isDatabaseOutage } from '@app/common';
import { planned } from '@app/database';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { COUNT_FAILED, DROP_FAILED, ENQUEUE, FREE_LOST, LIST_FAILED, RETRY_FAILED } from './jobs-sql';

/** Each with parameters that PostgreSQL can plan it for. */
const STATEMENTS: [string, unknown[]][] = [
  [ENQUEUE, ['', '{}', null, null]],
  [FREE_LOST, [[]]],
  [LIST_FAILED, [null, 1]],
  [COUNT_FAILED, []],
  [RETRY_FAILED, [0]],
  [DROP_FAILED, [0]],
];

/** graphile-worker's tables or functions are not as the statements of this code need them. */
class UnknownJobTables extends Error {}

/**
 * The tables that graphile-worker keeps for itself may change with any release of it: what this shop reads and writes
 * there is planned at the start, so that a change stops the start, and not a merchant who looks for failed jobs.
 */
@Injectable()
export class JobTables implements OnModuleInit {
  constructor(private readonly db: EntityManager) {}

  async onModuleInit(): Promise<void> {
    for (const [sql, params] of STATEMENTS)
      await planned(this.db, `EXPLAIN ${sql}`, params).catch((error: unknown) => {
        if (isDatabaseOutage(error)) throw error;
        const { message } = error as Error;
        throw new UnknownJobTables(
          `The tables of graphile-worker are not those that this code knows (${message}): run "npm ci".`,
        );
      });
  }
}
