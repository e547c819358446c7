import type { RefundRecorded, Settled } from '@app/payment';
import type { GatewayName } from '@app/wechat';
import type { NoticeAnswer } from './notice-answer';

/**
 * How a notice is kept: `parked` waits for its order, `orphan` waited in vain and is a person's case, as is
 * `foreign`, money of another app or merchant; `other` tells of nothing that the route is for.
 */
export const NOTICE_OUTCOMES = [
  'fulfilled',
  'held',
  'to_refund',
  'disputed',
  'recorded',
  'repeated',
  'failed',
  'foreign',
  'other',
  'parked',
  'orphan',
  'conflict',
] as const;
export type NoticeOutcome = (typeof NOTICE_OUTCOMES)[number];

/** An order may be written a moment after its payment is reported, hardly ten minutes. */
const PARKED_SECONDS = 600;

export function outcomeOf(settled: Settled, knownForSeconds: number): NoticeOutcome {
  if (settled.kind === 'booked') return settled.disposition;
  return settled.kind === 'unknownOrder' ? waiting(knownForSeconds) : settled.kind;
}

export function refundOutcomeOf(recorded: RefundRecorded, knownForSeconds: number): NoticeOutcome {
  return recorded === 'unknownOrder' || recorded === 'early' ? waiting(knownForSeconds) : recorded;
}

function waiting(knownForSeconds: number): NoticeOutcome {
  return knownForSeconds < PARKED_SECONDS ? 'parked' : 'orphan';
}

/** Success is said only of what is stored and needs no repeat; a conflict needs one by v2's rules alone. */
export function answerTo(outcome: NoticeOutcome, gateway: GatewayName = 'v2'): NoticeAnswer {
  if (outcome === 'parked') return 'FAIL';
  return outcome === 'conflict' && gateway === 'v2' ? 'FAIL' : 'SUCCESS';
}

/** Money that is nobody's yet; what the shop books it alarms of itself. */
export function needsAPerson(outcome: NoticeOutcome): boolean {
  return ['parked', 'orphan', 'conflict', 'foreign'].includes(outcome);
}
