import { AppConfig, isDatabaseOutage } from '@app/common';
import { directPool } from '@app/database';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { parseCronItems, run, type Runner, type TaskList, type WorkerPool } from 'graphile-worker';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { jobEvents, workerLogger } from './job-log';
import { Jobs } from './jobs';
import { FREE_LOST } from './jobs-sql';

const AT_ONCE = 2;
/** One listens for new jobs, one looks after the crontab. */
const CONNECTIONS = AT_ONCE + 2;
const FREE_LOST_EVERY_MS = 60_000;
const START_AGAIN_MS = 1000;
/** A job that is not done by then is given back, to be tried again. */
const LAST_PATIENCE_MS = 3000;

/** Does the jobs, in processes that do background work; what ends the worker, such as an outage, ends nothing else. */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Jobs');
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private runner?: Runner;
  private workers?: WorkerPool;

  constructor(
    private readonly config: AppConfig,
    private readonly jobs: Jobs,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE === 'api' || this.jobs.handlers.size === 0) return;
    this.running = this.runUntilStopped();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.race([this.runner?.stop(), pause(LAST_PATIENCE_MS, undefined, { ref: false })]);
    // Only now may a job be under way still: it is cut off, and tried again by whoever comes next.
    if (this.runner) await this.workers?.forcefulShutdown('the shop is closing');
    await this.running;
  }

  private async runUntilStopped(): Promise<void> {
    const report = (error: Error) => this.logger.warn(`a connection was lost: ${error.message}`);
    const pool = directPool(this.config, { size: CONNECTIONS, report });
    const freeing = setInterval(() => void this.freeLost(pool, []), FREE_LOST_EVERY_MS);
    while (!this.stopping.signal.aborted) {
      await this.runOnce(pool).catch((error: unknown) => this.tell(error));
      await pause(START_AGAIN_MS, undefined, this.stopping).catch(() => undefined);
    }
    clearInterval(freeing);
    await pool.end();
  }

  private async runOnce(pool: Pool): Promise<void> {
    await this.freeLost(pool, this.workers ? [this.workers.id] : []);
    const events = jobEvents().on('pool:create', ({ workerPool }) => (this.workers = workerPool));
    this.runner = await run({
      pgPool: pool,
      taskList: this.taskList(),
      parsedCronItems: parseCronItems(this.cronItems()),
      concurrency: AT_ONCE,
      noHandleSignals: true,
      logger: workerLogger,
      events,
      // Jobs are marked as done in batches because only that way graphile-worker minds whether it failed:
      // otherwise a database that goes away at that moment ends the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    });
    try {
      // The shop may have been closed while the worker was starting.
      if (this.stopping.signal.aborted) await this.runner.stop();
      await this.runner.promise;
    } finally {
      this.runner = undefined;
    }
  }

  private taskList(): TaskList {
    const handlers = [...this.jobs.handlers];
    return Object.fromEntries(
      handlers.map(([name, { work }]) => [name, async (payload) => void (await work(payload as never))]),
    );
  }

  private cronItems() {
    return [...this.jobs.handlers].flatMap(([task, { cron }]) => (cron ? [{ task, match: cron }] : []));
  }

  private async freeLost(pool: Pool, workerIds: string[]): Promise<void> {
    await pool.query(FREE_LOST, [workerIds]).catch((error: unknown) => this.tell(error));
  }

  private tell(error: unknown): void {
    if (this.stopping.signal.aborted) this.logger.debug(String(error));
    else if (isDatabaseOutage(error)) this.logger.warn('jobs wait for the database');
    else this.logger.error({ msg: 'the worker ended and is started again', err: error });
  }
}
