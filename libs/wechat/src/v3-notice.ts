import { NoticeRejected, type PayNotice } from './pay-gateway';
import { stateOf } from './trade-state';
import { authenticV3, Unproven, type AuthenticBytes, type V3Message, type V3Verifier } from './v3-authentic';
import { objectOf, sealedObject, type AuthenticObject } from './v3-object';
import { UnusablePayment, VerifiedPayment } from './verified-payment';

export interface V3NoticeReader extends V3Verifier {
  appId: string;
  mchId: string;
  /** New and old during a rotation. */
  sealKeys: string[];
}

const EVENT_ID = /^[\w-]{1,64}$/;

/** Verifies a notice, opens it, then reads it. Throws NoticeRejected, whose words are safe to log. */
export function readV3PayNotice(message: V3Message, reader: V3NoticeReader): PayNotice {
  const notice = objectOf(proven(message, reader));
  if (!notice) throw malformed('not a JSON object');
  const resource = sealedObject(notice, reader.sealKeys);
  if (typeof resource === 'string') throw malformed(resource);
  return notice.event_type === 'TRANSACTION.SUCCESS' ? paid(resource, reader) : other(notice);
}

function proven(message: V3Message, verifier: V3Verifier): AuthenticBytes {
  try {
    return authenticV3(message, verifier);
  } catch (error) {
    if (error instanceof Unproven) throw new NoticeRejected(error.message, 'unproven');
    throw error;
  }
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
    if (error instanceof UnusablePayment) throw malformed(error.message);
    throw error;
  }
}

/** Refunds report elsewhere; a new kind of event must not come back fifteen times. */
function other({ id }: AuthenticObject): PayNotice {
  if (typeof id !== 'string' || !EVENT_ID.test(id)) throw malformed('id is missing or malformed');
  return { kind: 'other', eventKey: id };
}

function malformed(message: string): NoticeRejected {
  return new NoticeRejected(message, 'malformed');
}
