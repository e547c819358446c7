import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Bookkeeper } from './bookkeeper';
import { FaultService } from './fault.service';
import { codeToSession, type SessionQuery } from './login-code';
import { MINI_CONTENT_TYPE, saying } from './mini-message';

/** The mini-program's login. */
@Controller('sns')
export class LoginController {
  constructor(
    private readonly bookkeeper: Bookkeeper,
    private readonly faults: FaultService,
  ) {}

  @Get('jscode2session')
  jscode2session(@Query() query: SessionQuery, @Res() reply: FastifyReply): Promise<void> {
    return this.faults.answer('jscode2session', reply, {
      contentType: MINI_CONTENT_TYPE,
      speak: () => saying(this.bookkeeper.settle((desk) => codeToSession(desk, query))),
      excuse: () => saying({ errcode: -1, errmsg: 'system error' }),
    });
  }
}
