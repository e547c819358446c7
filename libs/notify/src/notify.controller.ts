import { Public } from '@app/auth';
import { Controller, Header, HttpCode, Post, Req, UseFilters, type RawBodyRequest } from '@nestjs/common';
import { ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { answerXml } from './notice-answer';
import { NoticeFilter } from './notice-refusal';
import { NotifyService } from './notify.service';
import type { RawNotice } from './raw-notice';
import { RefundNotifyService } from './refund-notify.service';

@ApiTags('notify')
@Controller('pay')
@UseFilters(NoticeFilter)
export class NotifyController {
  constructor(
    private readonly payments: NotifyService,
    private readonly refunds: RefundNotifyService,
  ) {}

  /** 支付通知 WeChat Pay v2 reports a payment. Always 200: the answer stands in the XML. */
  @Post('notify')
  @HttpCode(200)
  @Header('content-type', 'text/xml; charset=utf-8')
  @Public('notice')
  @ApiConsumes('text/xml')
  @ApiProduces('text/xml')
  @ApiOkResponse({ schema: { type: 'string', example: answerXml('SUCCESS') } })
  async payment(@Req() request: RawBodyRequest<FastifyRequest>): Promise<string> {
    return answerXml(await this.payments.take(noticeIn(request)));
  }

  /** 退款通知 WeChat Pay v2 reports what became of a refund. */
  @Post('refund-notify')
  @HttpCode(200)
  @Header('content-type', 'text/xml; charset=utf-8')
  @Public('notice')
  @ApiConsumes('text/xml')
  @ApiProduces('text/xml')
  @ApiOkResponse({ schema: { type: 'string', example: answerXml('SUCCESS') } })
  async refund(@Req() request: RawBodyRequest<FastifyRequest>): Promise<string> {
    return answerXml(await this.refunds.take(noticeIn(request)));
  }
}

function noticeIn({ rawBody }: RawBodyRequest<FastifyRequest>): RawNotice {
  return { gateway: 'v2', body: rawBody ?? Buffer.alloc(0), headers: {} };
}
