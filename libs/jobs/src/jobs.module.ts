import { Module } from '@nestjs/common';
import { FailedJobs } from './failed-jobs';
import { JobRunner } from './job-runner';
import { JobTables } from './job-tables';
import { Jobs } from './jobs';
import { Timetable } from './timetable';

@Module({
  providers: [FailedJobs, JobRunner, JobTables, Jobs, Timetable],
  exports: [FailedJobs, Jobs, Timetable],
})
export class JobsModule {}
