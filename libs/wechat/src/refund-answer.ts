import { readOf } from './facts';
import { ok, unknown, type Outcome } from './outcome';
import type { MerchantRefund, RefundRequest, RefundStanding } from './refund-gateway';
import type { VerifiedRefund } from './verified-refund';

const NAMES = ['orderNo', 'outRefundNo'] as const;
const FACTS = [...NAMES, 'transactionId', 'totalFen', 'refundFen'] as const;

/** The refund that WeChat accepted; an answer about another one says nothing. */
export function acceptedRefund(asked: RefundRequest, read: () => VerifiedRefund): Outcome<VerifiedRefund> {
  const answer = readOf(read);
  if (answer.kind !== 'ok') return answer;
  const other = FACTS.find((name) => answer.value[name] !== asked[name]);
  return other ? aboutAnother(other) : answer;
}

/** Where the refund stands; an answer about another one says nothing. */
export function refundStanding(asked: MerchantRefund, read: () => VerifiedRefund): Outcome<RefundStanding> {
  const answer = readOf(read);
  if (answer.kind !== 'ok') return answer;
  const other = NAMES.find((name) => answer.value[name] !== asked[name]);
  return other ? aboutAnother(other) : ok({ state: answer.value.state, refund: answer.value });
}

function aboutAnother(name: string): Outcome<never> {
  return unknown(`answer about another ${name}`);
}
