import { Super } from '@app/auth';
import { CursorQuery, DomainError, IdParam, SuccessMessage } from '@app/common';
import { FailedJobs } from '@app/jobs';
import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FailedJobPage } from './failed-job.dto';

@ApiTags('job')
@Controller('admin/job/failed')
@Super()
export class FailedJobController {
  constructor(private readonly failed: FailedJobs) {}

  /** 失败任务 Background work that was tried in vain for the last time, newest first. */
  @Get()
  async list(@Query() query: CursorQuery): Promise<FailedJobPage> {
    return FailedJobPage.of(await this.failed.list(query), query);
  }

  /** 重试任务 Once its cause is mended: it is tried again at once, and as often as a new one. */
  @Post(':id/retry')
  @HttpCode(201)
  async retry(@Param() { id }: IdParam): Promise<SuccessMessage> {
    if (!(await this.failed.retry(id))) throw new DomainError('jobNotFound');
    return new SuccessMessage();
  }

  /** 删除任务 Nobody will do it. */
  @Delete(':id')
  async drop(@Param() { id }: IdParam): Promise<SuccessMessage> {
    if (!(await this.failed.drop(id))) throw new DomainError('jobNotFound');
    return new SuccessMessage();
  }
}
