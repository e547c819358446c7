import { Super } from '@app/auth';
import { AppConfig } from '@app/common';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { SummaryQuery, SummaryView } from './summary.dto';
import { summarySvg } from './summary-picture';
import { SummaryService } from './summary.service';

@ApiTags('summary')
@Controller('admin')
@Super()
export class SummaryController {
  constructor(
    private readonly summaries: SummaryService,
    private readonly config: AppConfig,
  ) {}

  /** 日报 A day's orders and money, what sold best, and the money of each hour. */
  @Get('summary')
  async read(@Query() { date }: SummaryQuery): Promise<SummaryView> {
    return SummaryView.of(await this.summaries.of(date));
  }

  /** 日报图 The same as a picture. */
  @Get('summary.svg')
  @ApiOkResponse({ content: { 'image/svg+xml': { schema: { type: 'string' } } } })
  async draw(@Query() { date }: SummaryQuery, @Res() reply: FastifyReply): Promise<void> {
    const svg = summarySvg(await this.summaries.of(date), this.config.SHOP_NAME);
    await reply.type('image/svg+xml; charset=utf-8').send(svg);
  }
}
