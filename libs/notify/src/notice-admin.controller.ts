import { Super } from '@app/auth';
import { IdParam } from '@app/common';
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { NoticeDetail, NoticePage, NoticeQuery, ReplayedNotice } from './notice-admin.dto';
import { NoticeListService } from './notice-list.service';
import { NoticeReplayService } from './notice-replay.service';

@ApiTags('notice')
@Controller('admin/notice')
@Super()
export class NoticeAdminController {
  constructor(
    private readonly notices: NoticeListService,
    private readonly replays: NoticeReplayService,
  ) {}

  /** 微信通知 What WeChat told the shop, and what became of it, newest first. */
  @Get()
  async list(@Query() query: NoticeQuery): Promise<NoticePage> {
    return NoticePage.of(await this.notices.list(query), query);
  }

  /** 通知原文 One of them with its own words, which may name a shopper: not for readers. */
  @Get(':id')
  @Super('operator')
  async one(@Param() { id }: IdParam): Promise<NoticeDetail> {
    return NoticeDetail.of(await this.notices.one(id));
  }

  /** 重放通知 Verifies and settles it again, as if WeChat repeated it; harmless where nothing is left to do. */
  @Post(':id/replay')
  @HttpCode(201)
  async replay(@Param() { id }: IdParam): Promise<ReplayedNotice> {
    return ReplayedNotice.of(await this.replays.replay(id));
  }
}
