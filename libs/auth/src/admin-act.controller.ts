import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Super } from './access.decorators';
import { ActPage, ActQuery } from './admin-act.dto';
import { AdminActs } from './admin-acts';

@ApiTags('admin')
@Controller('admin/act')
@Super()
export class AdminActController {
  constructor(private readonly acts: AdminActs) {}

  /** 操作日志 What admins did, or were refused to do, newest first; kept for 400 days. */
  @Get()
  async list(@Query() query: ActQuery): Promise<ActPage> {
    return ActPage.of(await this.acts.list(ActQuery.filterOf(query)), query);
  }
}
