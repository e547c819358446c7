import type { TradeState } from './trade-query.service';

/** WeChat refuses to close an order in its first five minutes (closeorder's page). */
const CLOSABLE_AFTER_SECONDS = 300;
/** Longer than any prepay call may take: after it an unanswered one cannot be in flight. */
const CALL_LIMIT_SECONDS = 20;
const AGAIN_SECONDS = 30;

/** Whatever is unsure waits; only certainty releases. */
export type ClosingStep = 'query' | 'close' | 'release' | { waitSeconds: number };

interface Asked {
  unansweredSeconds: number | null;
  ageSeconds: number;
}

/** Before WeChat is asked anything: it may never have been asked, or be answering right now. */
export function firstStep(attempt: Asked | undefined): ClosingStep {
  if (!attempt) return 'release';
  const { unansweredSeconds } = attempt;
  if (unansweredSeconds !== null && unansweredSeconds < CALL_LIMIT_SECONDS)
    return { waitSeconds: CALL_LIMIT_SECONDS - unansweredSeconds };
  return 'query';
}

/**
 * Paid is certain too: an order that the money settled is not unpaid any more and keeps its goods, and where the amount
 * was wrong WeChat takes no other payment under the number.
 */
export function stepAfterQuery(state: TradeState, { ageSeconds }: Asked): ClosingStep {
  if (state === 'paid' || state === 'closed') return 'release';
  if (state === 'unknown') return { waitSeconds: AGAIN_SECONDS };
  if (ageSeconds < CLOSABLE_AFTER_SECONDS) return { waitSeconds: CLOSABLE_AFTER_SECONDS - ageSeconds };
  return state === 'absent' ? 'release' : 'close';
}

/** By closeorder's answer: a code as the gateway normalises it, or what else came of the call. */
export function stepAfterClose(answer: string): ClosingStep {
  if (['ok', 'ORDERCLOSED', 'ORDERNOTEXIST'].includes(answer)) return 'release';
  if (answer === 'ORDERPAID') return { waitSeconds: 0 };
  return { waitSeconds: AGAIN_SECONDS };
}
