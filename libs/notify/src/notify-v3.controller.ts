import { Public } from '@app/auth';
import { Controller, Post, Req, Res, type RawBodyRequest } from '@nestjs/common';
import { ApiConsumes, ApiInternalServerErrorResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { V3_STATUS, V3Answer } from './notice-answer';
import { NotifyService } from './notify.service';

@ApiTags('notify')
@Controller('pay')
export class NotifyV3Controller {
  constructor(private readonly notices: NotifyService) {}

  /** 支付通知 WeChat Pay v3 reports a payment. Anything but 200 makes it come again. */
  @Post('notify/v3')
  @Public('notice')
  @ApiConsumes('application/json')
  @ApiOkResponse({ type: V3Answer })
  @ApiInternalServerErrorResponse({ type: V3Answer })
  async v3(
    @Req() { rawBody, headers }: RawBodyRequest<FastifyRequest>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<V3Answer> {
    const notice = { body: rawBody ?? Buffer.alloc(0), headers: signatureIn(headers) };
    const answer = await this.notices.take({ gateway: 'v3', ...notice });
    reply.status(V3_STATUS[answer]);
    return V3Answer.of(answer);
  }
}

/** Of all the headers those that the signature needs: no others are kept with the notice. */
function signatureIn(headers: FastifyRequest['headers']): Record<string, string> {
  const ours = Object.entries(headers).filter(([name]) => name.startsWith('wechatpay-'));
  return Object.fromEntries(ours.map(([name, value]) => [name, String(value)]));
}
