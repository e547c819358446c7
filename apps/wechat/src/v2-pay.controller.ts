import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { send } from './answer';
import { NO_CERTIFICATE, showsMerchant } from './client-certificate';
import { KeyRing } from './keys';
import { billExcuse, downloadBill } from './v2-bill';
import { V2Door } from './v2-door';
import { writeV2Unheard, V2Unheard } from './v2-message';
import { unifiedOrder } from './v2-order';
import { refund, refundQuery } from './v2-refund';
import { closeOrder, orderQuery } from './v2-trade';

const PATHS = [
  'pay/unifiedorder',
  'pay/orderquery',
  'pay/closeorder',
  'pay/refundquery',
  'pay/downloadbill',
  'secapi/pay/refund',
];

/** WeChat Pay v2: raw XML in, XML out. */
@Controller()
export class V2PayController {
  constructor(
    private readonly door: V2Door,
    private readonly keys: KeyRing,
  ) {}

  @Post('pay/unifiedorder')
  @HttpCode(200)
  unifiedorder(@Body() raw: unknown, @Res() reply: FastifyReply): Promise<void> {
    return this.door.take('unifiedorder', raw, reply, unifiedOrder);
  }

  @Post('pay/orderquery')
  @HttpCode(200)
  orderquery(@Body() raw: unknown, @Res() reply: FastifyReply): Promise<void> {
    return this.door.take('orderquery', raw, reply, orderQuery);
  }

  @Post('pay/closeorder')
  @HttpCode(200)
  closeorder(@Body() raw: unknown, @Res() reply: FastifyReply): Promise<void> {
    return this.door.take('closeorder', raw, reply, closeOrder);
  }

  @Post('secapi/pay/refund')
  @HttpCode(200)
  async refund(@Req() request: FastifyRequest, @Body() raw: unknown, @Res() reply: FastifyReply) {
    if (!showsMerchant(request, this.keys)) return send(reply, NO_CERTIFICATE);
    return this.door.take('refund', raw, reply, refund);
  }

  @Post('pay/refundquery')
  @HttpCode(200)
  refundquery(@Body() raw: unknown, @Res() reply: FastifyReply): Promise<void> {
    return this.door.take('refundquery', raw, reply, refundQuery);
  }

  @Post('pay/downloadbill')
  @HttpCode(200)
  downloadbill(@Body() raw: unknown, @Res() reply: FastifyReply): Promise<void> {
    return this.door.fetch('downloadbill', raw, reply, { read: downloadBill, excuse: billExcuse });
  }

  @Get(PATHS)
  notPosted(@Res() reply: FastifyReply): void {
    const answer = writeV2Unheard(new V2Unheard('REQUIRE_POST_METHOD', '请使用post方法'));
    void reply.type('text/xml').send(answer);
  }
}
