import { Public } from '@app/auth';
import { Controller, Post, Req, Res, type RawBodyRequest } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConsumes,
  ApiInternalServerErrorResponse,
  ApiOkResponse,
  ApiTags,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { V3_STATUS, V3Answer, type NoticeAnswer } from './notice-answer';
import { NotifyService } from './notify.service';
import type { RawNotice } from './raw-notice';
import { RefundNotifyService } from './refund-notify.service';

@ApiTags('notify')
@ApiConsumes('application/json')
@ApiOkResponse({ type: V3Answer })
@ApiBadRequestResponse({ description: 'No notice of WeChat’s', type: V3Answer })
@ApiUnauthorizedResponse({ description: 'Not proven to be WeChat’s', type: V3Answer })
@ApiInternalServerErrorResponse({ description: 'To be repeated', type: V3Answer })
@Controller('pay')
export class NotifyV3Controller {
  constructor(
    private readonly payments: NotifyService,
    private readonly refunds: RefundNotifyService,
  ) {}

  /** 支付通知 WeChat Pay v3 reports a payment. Anything but 200 makes it come again. */
  @Post('notify/v3')
  @Public('notice')
  async payment(
    @Req() request: RawBodyRequest<FastifyRequest>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<V3Answer> {
    return said(await this.payments.take(noticeIn(request)), reply);
  }

  /** 退款通知 WeChat Pay v3 reports what became of a refund. */
  @Post('refund-notify/v3')
  @Public('notice')
  async refund(
    @Req() request: RawBodyRequest<FastifyRequest>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<V3Answer> {
    return said(await this.refunds.take(noticeIn(request)), reply);
  }
}

function said(answer: NoticeAnswer, reply: FastifyReply): V3Answer {
  reply.status(V3_STATUS[answer]);
  return V3Answer.of(answer);
}

function noticeIn({ rawBody, headers }: RawBodyRequest<FastifyRequest>): RawNotice {
  return { gateway: 'v3', body: rawBody ?? Buffer.alloc(0), headers: signatureIn(headers) };
}

/** Of all the headers those that the signature needs: no others are kept with the notice. */
function signatureIn(headers: FastifyRequest['headers']): Record<string, string> {
  const ours = Object.entries(headers).filter(([name]) => name.startsWith('wechatpay-'));
  return Object.fromEntries(ours.map(([name, value]) => [name, String(value)]));
}
