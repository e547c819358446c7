import { isDatabaseOutage } from '@app/common';
import { Logger } from '@nestjs/common';
import { Logger as WorkerLogger, type Job, type WorkerEvents } from 'graphile-worker';
import { EventEmitter } from 'node:events';

const log = new Logger('Jobs');
const CHATTER = new Set<string>(['debug', 'info']);

/** graphile-worker's own lines on our log. Its chatter is for debugging, and an outage is no fault of the shop's. */
export const workerLogger = new WorkerLogger(() => (level, message, meta) => {
  const err = meta?.error ?? meta?.fatalError;
  // The events below tell of a job that failed, in our words.
  if (CHATTER.has(level) || meta?.failure) log.debug(message);
  else if (String(level) === 'warning' || isDatabaseOutage(err)) log.warn(message);
  else log.error({ msg: message, err });
});

/** A job that fails is a warning as long as it is tried again, and an error when it is left to a person. */
export function jobEvents(): WorkerEvents {
  const events = new EventEmitter() as WorkerEvents;
  events.on('job:error', ({ job, error }) => {
    if (job.attempts < job.max_attempts)
      log.warn({ msg: 'a job failed and is tried again', ...told(job, error) });
    else log.error({ msg: 'a job failed for the last time', ...told(job, error) });
  });
  return events;
}

function told({ id, task_identifier: name, attempts: tries }: Job, err: unknown): object {
  return { job: id, name, tries, err };
}
