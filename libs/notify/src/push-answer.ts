import type { NoticeAnswer } from './notice-answer';

/** WeChat wants `success` under 200; how anything else is refused matters to its sender alone. */
export const PUSH_STATUS: Record<NoticeAnswer, number> = {
  SUCCESS: 200,
  FAIL: 503,
  unproven: 403,
  malformed: 400,
};

/** The whole body; why something is refused concerns no stranger. */
export function pushText(answer: NoticeAnswer): 'success' | 'fail' {
  return answer === 'SUCCESS' ? 'success' : 'fail';
}
