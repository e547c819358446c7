import { writeXml } from '@app/wechat';

/** The two words that WeChat understands; anything else it repeats fifteen times. */
export type NoticeAnswer = 'SUCCESS' | 'FAIL';

/** The whole body, with nothing before `<xml>`. */
export function answerXml(answer: NoticeAnswer): string {
  return writeXml({ return_code: answer, return_msg: answer === 'SUCCESS' ? 'OK' : 'FAIL' });
}
