import { shippingVerdict, type Outcome } from '@app/wechat';

/** `uploaded`: more is to come; `refused`: the order is over; `person`: somebody must see to it. */
export type UploadState = 'wanted' | 'uploaded' | 'done' | 'refused' | 'person' | 'not_managed';
export const UPLOAD_STATES: readonly UploadState[] = [
  'wanted',
  'uploaded',
  'done',
  'refused',
  'person',
  'not_managed',
];

/** What becomes of an upload; `isAnswered`: it is known whether what was sent has arrived. */
export interface UploadStep {
  state: UploadState;
  isAnswered: boolean;
  code?: string;
  waitSeconds?: number;
}

/** Refunded, or received long ago: the order itself says which. */
export const ORDER_IS_OVER = '10060004';
/** Shipped already. */
export const SHIPPED_BEFORE = '10060002';

/** Seconds between the tries: in its first minute WeChat does not know a payment. */
const PAUSES = [60, 120, 300, 600, 1800];
const SLOWEST_SECONDS = 3600;
/** About a day. */
const MOST_TRIES = 28;

/** An answer that does not come is waited for without end; "not yet" is believed for a day. */
export function stepAfter(
  outcome: Outcome<unknown>,
  { tries, isComplete }: { tries: number; isComplete: boolean },
): UploadStep {
  const taken = { state: isComplete ? 'done' : 'uploaded', isAnswered: true } as const;
  if (outcome.kind === 'ok') return taken;
  if (outcome.kind === 'unknown') return { ...again(tries), isAnswered: false };
  const { code } = outcome;
  const verdict = shippingVerdict(code);
  if (verdict === 'same') return taken;
  if (verdict === 'done') return { state: 'done', isAnswered: true, code };
  if (verdict === 'later' && tries < MOST_TRIES) return { ...again(tries), isAnswered: true, code };
  return { state: 'person', isAnswered: true, code };
}

/** Nothing was sent, and whether what went before has arrived is as open as it was. */
export function notNow({ tries, wasUnanswered }: { tries: number; wasUnanswered: boolean }): UploadStep {
  return { ...again(tries), isAnswered: !wasUnanswered };
}

function again(tries: number) {
  return { state: 'wanted', waitSeconds: PAUSES[Math.max(0, tries - 1)] ?? SLOWEST_SECONDS } as const;
}
