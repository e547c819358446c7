import { Public } from '@app/auth';
import type { PushQuery } from '@app/wechat';
import { Controller, Get, HttpCode, Post, Query, Req, Res, type RawBodyRequest } from '@nestjs/common';
import { ApiConsumes, ApiForbiddenResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PUSH_STATUS, pushText } from './push-answer';
import { PushService } from './push.service';

const TEXT = 'text/plain; charset=utf-8';

/** The address of the message push, as the mini-program's portal knows it. */
@ApiTags('notify')
@ApiProduces('text/plain')
@ApiForbiddenResponse({ description: 'Not proven to be WeChat’s', schema: { example: 'fail' } })
@Controller('wechat/push')
export class PushController {
  constructor(private readonly pushes: PushService) {}

  /** 消息推送校验 The portal checks this address: its `echostr` comes back as it is. */
  @Get()
  @Public('notice')
  @ApiOkResponse({ schema: { type: 'string', example: '4375120948345356249' } })
  check(@Query() query: PushQuery, @Res({ passthrough: true }) reply: FastifyReply): string {
    const echo = this.pushes.check(query);
    reply.type(TEXT).status(echo === undefined ? PUSH_STATUS.unproven : 200);
    return echo ?? pushText('unproven');
  }

  /** 消息推送 WeChat reports an event of the mini-program. Anything but `success` makes it come again. */
  @Post()
  @HttpCode(200)
  @Public('notice')
  @ApiConsumes('application/json', 'text/xml')
  @ApiOkResponse({ schema: { type: 'string', example: 'success' } })
  async take(
    @Query() query: PushQuery,
    @Req() { rawBody }: RawBodyRequest<FastifyRequest>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const answer = await this.pushes.take({ query, body: rawBody ?? Buffer.alloc(0) });
    reply.type(TEXT).status(PUSH_STATUS[answer]);
    return pushText(answer);
  }
}
