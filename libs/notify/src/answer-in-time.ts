import { NoticeRejected } from '@app/wechat';
import { Logger } from '@nestjs/common';
import type { NoticeAnswer } from './notice-answer';
import type { NoticeSource, RawNotice } from './raw-notice';

/** WeChat hangs up after five seconds, its network's share included. */
const ANSWER_WITHIN_MS = 4_000;
const logger = new Logger('Notice');

/**
 * What a notice's work comes to, FAIL where it fails or takes too long: what is booked after all, WeChat's
 * repeat finds booked. An unproven message leaves one line, and nothing of itself.
 */
export async function answerInTime(
  raw: RawNotice<NoticeSource>,
  work: () => Promise<NoticeAnswer>,
): Promise<NoticeAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<NoticeAnswer>((resolve) => {
    timer = setTimeout(resolve, ANSWER_WITHIN_MS, 'FAIL');
  });
  const answer = work().catch((error: unknown) => refused(error, raw));
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

function refused(error: unknown, { gateway, body }: RawNotice<NoticeSource>): NoticeAnswer {
  if (error instanceof NoticeRejected) {
    logger.warn({ msg: 'a notice is refused', gateway, reason: error.message, bytes: body.length });
    return error.fault;
  }
  logger.error({ msg: 'a notice could not be taken', gateway, err: error });
  return 'FAIL';
}
