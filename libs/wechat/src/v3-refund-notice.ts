import { UnusableMessage } from './facts';
import { refundEventKey, type RefundNotice } from './refund-gateway';
import type { V3Message } from './v3-authentic';
import { malformed, openedNotice, otherEvent, type V3NoticeReader } from './v3-envelope';
import type { AuthenticObject } from './v3-object';
import { VerifiedRefund } from './verified-refund';

const STATE_OF_EVENT = new Map<unknown, string>([
  ['REFUND.SUCCESS', 'success'],
  ['REFUND.CLOSED', 'closed'],
  ['REFUND.ABNORMAL', 'abnormal'],
]);

/** Verifies a notice, opens it, then reads it. Throws NoticeRejected, whose words are safe to log. */
export function readV3RefundNotice(message: V3Message, reader: V3NoticeReader): RefundNotice {
  const { notice, resource } = openedNotice(message, reader);
  const state = STATE_OF_EVENT.get(notice.event_type);
  if (!state) return otherEvent(notice);

  const refund = refundOf(resource);
  if (refund.state !== state) throw malformed('refund_status contradicts the event');
  const eventKey = refundEventKey(refund);
  // Unlike a payment's, this resource names no app.
  return resource.mchid === reader.mchId
    ? { kind: 'refund', eventKey, refund }
    : { kind: 'foreign', eventKey };
}

function refundOf(resource: AuthenticObject): VerifiedRefund {
  try {
    return VerifiedRefund.fromV3(resource, 'notice');
  } catch (error) {
    if (error instanceof UnusableMessage) throw malformed(error.message);
    throw error;
  }
}
