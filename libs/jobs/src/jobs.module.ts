import { Module } from '@nestjs/common';
import { FailedJobs } from './failed-jobs';
import { JobRunner } from './job-runner';
import { Jobs } from './jobs';

@Module({ providers: [FailedJobs, JobRunner, Jobs], exports: [FailedJobs, Jobs] })
export class JobsModule {}
