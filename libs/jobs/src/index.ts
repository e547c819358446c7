export { FailedJobs, type FailedJob } from './failed-jobs';
export { Jobs, type JobPayload } from './jobs';
export * from './jobs.module';
export { Timetable, type Next, type Round } from './timetable';
