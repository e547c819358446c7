import { UnusableMessage } from './facts';
import type { PayNotice } from './pay-gateway';
import { stateOf } from './trade-state';
import type { V3Message } from './v3-authentic';
import { malformed, openedNotice, otherEvent, type V3NoticeReader } from './v3-envelope';
import type { AuthenticObject } from './v3-object';
import { VerifiedPayment } from './verified-payment';

/** Verifies a notice, opens it, then reads it. Throws NoticeRejected, whose words are safe to log. */
export function readV3PayNotice(message: V3Message, reader: V3NoticeReader): PayNotice {
  const { notice, resource } = openedNotice(message, reader);
  return notice.event_type === 'TRANSACTION.SUCCESS' ? paid(resource, reader) : otherEvent(notice);
}

function paid(transaction: AuthenticObject, { appId, mchId }: V3NoticeReader): PayNotice {
  if (stateOf(transaction.trade_state) !== 'paid') throw malformed('trade_state contradicts the event');
  const payment = paymentOf(transaction);
  const eventKey = payment.transactionId;
  if (payment.appId !== appId || payment.mchId !== mchId) return { kind: 'foreign', eventKey };
  return { kind: 'paid', eventKey, payment };
}

function paymentOf(transaction: AuthenticObject): VerifiedPayment {
  try {
    return VerifiedPayment.fromV3(transaction, 'notice');
  } catch (error) {
    if (error instanceof UnusableMessage) throw malformed(error.message);
    throw error;
  }
}
