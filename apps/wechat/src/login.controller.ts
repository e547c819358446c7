import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Answer } from './answer';
import { Bookkeeper } from './bookkeeper';
import { FaultService } from './fault.service';
import { codeToSession, type SessionQuery } from './login-code';

const CONTENT_TYPE = 'text/plain';

/** The mini-program's server API: always HTTP 200, and JSON under the name of plain text, like Tencent's. */
@Controller('sns')
export class LoginController {
  constructor(
    private readonly bookkeeper: Bookkeeper,
    private readonly faults: FaultService,
  ) {}

  @Get('jscode2session')
  jscode2session(@Query() query: SessionQuery, @Res() reply: FastifyReply): Promise<void> {
    return this.faults.answer('jscode2session', reply, {
      contentType: CONTENT_TYPE,
      speak: () => saying(this.bookkeeper.settle((desk) => codeToSession(desk, query))),
      excuse: () => saying({ errcode: -1, errmsg: 'system error' }),
    });
  }
}

function saying(words: object): Answer {
  return { status: 200, contentType: CONTENT_TYPE, body: JSON.stringify(words) };
}
