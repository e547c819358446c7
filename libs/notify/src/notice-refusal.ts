import { refusalOf } from '@app/common';
import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { answerXml } from './notice-answer';

const logger = new Logger('NoticeRefusal');

/** What fails before a notice is read is refused in WeChat's words too: our error shape means nothing to it. */
export function refuseUnread(error: unknown, reply: FastifyReply): void {
  logger.warn({ msg: 'a notice is refused unread', reason: refusalOf(error).refusal });
  void reply.status(200).type('text/xml; charset=utf-8').send(answerXml('FAIL'));
}

/** The same for what a guard throws. */
@Catch()
export class NoticeFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    refuseUnread(error, host.switchToHttp().getResponse<FastifyReply>());
  }
}
