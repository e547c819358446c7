import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ENQUEUE } from './jobs-sql';

/** Ids alone: a job lies in the database until it is done, and nothing personal may lie with it. */
export type JobPayload = Record<string, string | number>;

/**
 * What a name means; the payload is as it was enqueued, `{}` for cron's. It may be run twice, so it must be safe to
 * repeat, and takes less than five minutes; what it throws has it tried again.
 */
export interface JobHandler {
  work: (payload: never) => Promise<unknown>;
  /** Five fields in UTC, as crontab has them. */
  cron?: string;
}

interface EnqueueWish {
  /** One job of this key waits at a time; what is enqueued again replaces it. */
  key?: string;
  /** After so many tries it is listed as failed, and left to a person; 25 (about three days) unless said. */
  mostTries?: number;
}

/** Work for later: a job exists if, and only if, the transaction that asked for it was committed. */
@Injectable()
export class Jobs {
  readonly handlers = new Map<string, JobHandler>();

  /** A room says in its `onModuleInit` what it does under a name; `cron` is real time, for what has no business clock. */
  handle(name: string, work: JobHandler['work'], { cron }: { cron?: string } = {}): void {
    if (this.handlers.has(name)) throw new Error(`two rooms handle the job ${name}`);
    this.handlers.set(name, { work, cron });
  }

  async enqueue(
    tx: EntityManager,
    name: string,
    payload: JobPayload,
    { key, mostTries }: EnqueueWish = {},
  ): Promise<void> {
    await named(tx, 'jobs.enqueue', ENQUEUE, [name, JSON.stringify(payload), key, mostTries]);
  }
}
