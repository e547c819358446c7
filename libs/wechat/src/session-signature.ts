import { createHmac } from 'node:crypto';

/** What `checksession` and signed data are proven with: the session_key counts as text, though it looks like base64. */
export function sessionSignature(sessionKey: string, data = ''): string {
  return createHmac('sha256', sessionKey).update(data, 'utf8').digest('hex');
}
