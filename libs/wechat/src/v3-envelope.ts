import { NoticeRejected } from './pay-gateway';
import { authenticV3, Unproven, type AuthenticBytes, type V3Message, type V3Verifier } from './v3-authentic';
import { objectOf, sealedObject, type AuthenticObject } from './v3-object';

export interface V3NoticeReader extends V3Verifier {
  appId: string;
  mchId: string;
  /** New and old during a rotation. */
  sealKeys: string[];
}

/** A notice that WeChat signed, and what it carries sealed. */
export interface OpenedNotice {
  notice: AuthenticObject;
  resource: AuthenticObject;
}

const EVENT_ID = /^[\w-]{1,64}$/;

/** Verifies a notice, then opens it. Throws NoticeRejected, whose words are safe to log. */
export function openedNotice(message: V3Message, reader: V3NoticeReader): OpenedNotice {
  const notice = objectOf(proven(message, reader));
  if (!notice) throw malformed('not a JSON object');
  const resource = sealedObject(notice, reader.sealKeys);
  if (typeof resource === 'string') throw malformed(resource);
  return { notice, resource };
}

function proven(message: V3Message, verifier: V3Verifier): AuthenticBytes {
  try {
    return authenticV3(message, verifier);
  } catch (error) {
    if (error instanceof Unproven) throw new NoticeRejected(error.message, 'unproven');
    throw error;
  }
}

/** Of something that reports elsewhere, or a new kind of event: it must not come back fifteen times. */
export function otherEvent({ id }: AuthenticObject): { kind: 'other'; eventKey: string } {
  if (typeof id !== 'string' || !EVENT_ID.test(id)) throw malformed('id is missing or malformed');
  return { kind: 'other', eventKey: id };
}

export function malformed(message: string): NoticeRejected {
  return new NoticeRejected(message, 'malformed');
}
