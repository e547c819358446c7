import type { CursorQuery } from '@app/common';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { named, planned } from '@app/database';
import type { JobPayload } from './jobs';
import { COUNT_FAILED, DROP_FAILED, LIST_FAILED, RETRY_FAILED } from './jobs-sql';

export interface FailedJob {
  id: number;
  name: string;
  payload: JobPayload;
  tries: number;
  /** What the last try threw. */
  error: string | null;
  failedAt: Date;
}

/** Jobs that were tried in vain for the last time: a person mends the cause, and retries or drops them. */
@Injectable()
export class FailedJobs {
  constructor(private readonly db: EntityManager) {}

  list({ before, size }: CursorQuery): Promise<FailedJob[]> {
    return planned(this.db, LIST_FAILED, [before, size]);
  }

  async count(): Promise<number> {
    const [row] = await named<{ count: number }>(this.db, 'jobs.count_failed', COUNT_FAILED, []);
    return row!.count;
  }

  /** Whether there was such a job. */
  async retry(id: number): Promise<boolean> {
    return (await named(this.db, 'jobs.retry_failed', RETRY_FAILED, [id])).length > 0;
  }

  /** Whether there was such a job. */
  async drop(id: number): Promise<boolean> {
    return (await named(this.db, 'jobs.drop_failed', DROP_FAILED, [id])).length > 0;
  }
}
