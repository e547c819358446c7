import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { certificates } from './v3-certificates';
import { billFile, tradeBill } from './v3-bill';
import { V3Door } from './v3-door';
import { jsapi } from './v3-order';
import { refundTrade, refundTradeQuery } from './v3-refund';
import { closeTrade, tradeQuery } from './v3-trade';

/** WeChat Pay v3: JSON in and out, signed over the raw bytes. */
@Controller('v3')
export class V3PayController {
  constructor(private readonly door: V3Door) {}

  @Post('pay/transactions/jsapi')
  jsapi(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.take('v3jsapi', request, reply, jsapi);
  }

  @Get(['pay/transactions/out-trade-no/:out_trade_no', 'pay/transactions/id/:transaction_id'])
  query(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.take('v3query', request, reply, tradeQuery);
  }

  @Post('pay/transactions/out-trade-no/:out_trade_no/close')
  close(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.take('v3close', request, reply, closeTrade);
  }

  @Post('refund/domestic/refunds')
  refund(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.take('v3refund', request, reply, refundTrade);
  }

  @Get('refund/domestic/refunds/:out_refund_no')
  refundQuery(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.take('v3refundquery', request, reply, refundTradeQuery);
  }

  @Get('certificates')
  certificates(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.take('v3certificates', request, reply, certificates);
  }

  @Get('bill/tradebill')
  tradeBill(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.take('v3tradebill', request, reply, tradeBill);
  }

  @Get('billdownload/file')
  billFile(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.door.take('v3billfile', request, reply, billFile);
  }
}
