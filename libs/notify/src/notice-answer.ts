import { writeXml } from '@app/wechat';
import { ApiProperty } from '@nestjs/swagger';

/** WeChat repeats whatever is not SUCCESS; FAIL is ours, the others are the sender's fault. */
export type NoticeAnswer = 'SUCCESS' | 'FAIL' | 'unproven' | 'malformed';

/** v2 reads two words: the whole body, with nothing before `<xml>`. */
export function answerXml(answer: NoticeAnswer): string {
  const [return_code, return_msg] = answer === 'SUCCESS' ? ['SUCCESS', 'OK'] : ['FAIL', 'FAIL'];
  return writeXml({ return_code, return_msg });
}

/** v3 reads the status alone. */
export const V3_STATUS: Record<NoticeAnswer, number> = {
  SUCCESS: 200,
  FAIL: 500,
  unproven: 401,
  malformed: 400,
};

/** What v3 shows to whoever looks at its log; why something is refused concerns no stranger. */
export class V3Answer {
  @ApiProperty({ enum: ['SUCCESS', 'FAIL'] })
  code: 'SUCCESS' | 'FAIL';
  @ApiProperty({ example: '成功' })
  message: string;

  static of(answer: NoticeAnswer): V3Answer {
    return answer === 'SUCCESS' ? { code: 'SUCCESS', message: '成功' } : { code: 'FAIL', message: '失败' };
  }
}
