/** Seconds between the asks, by how many there were: WeChat wants a minute before anything is asked again. */
const PAUSES = [60, 60, 120, 300, 600, 1800, 3600];
const SLOWEST_SECONDS = 6 * 3600;

export function pauseAfter(asks: number): number {
  return PAUSES[Math.max(0, asks - 1)] ?? SLOWEST_SECONDS;
}

/** WeChat will not do it however often it is asked: a person has to see to it. */
const FINAL_REFUSALS = new Set([
  'TRADEOVERDUE',
  'USERACCOUNTABNORMAL',
  'ORDERNOTEXIST',
  'INVALIDTRANSACTIONID',
  'RESOURCENOTEXISTS',
  'MCHNOTEXISTS',
  'INVALIDREQUEST',
  'ERROR',
]);

/**
 * After a refusal the same number is asked again later, once the settings are mended or the merchant has money
 * again, or it is for a person. Never is another number taken: the refused one may stand at WeChat all the same.
 */
export function isForAPerson(code: string): boolean {
  return FINAL_REFUSALS.has(code);
}

/** How a person ends a refund that WeChat refuses for good: `note` says how the money was given back instead. */
export type RefusedEnd = { to: 'given_up' } | { to: 'returned_outside'; note: string };

export type RefundRowState = 'requested' | 'processing' | 'success' | 'closed' | 'abnormal';

/** Success and closed are final; an abnormal one is mended in WeChat's portal. */
const STEPS: Record<RefundRowState, readonly RefundRowState[]> = {
  requested: ['processing', 'success', 'closed', 'abnormal'],
  processing: ['success', 'closed', 'abnormal'],
  abnormal: ['success', 'closed'],
  success: [],
  closed: [],
};

export function mayTurn(from: RefundRowState, to: RefundRowState): boolean {
  return STEPS[from].includes(to);
}
