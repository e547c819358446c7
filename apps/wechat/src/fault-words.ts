import type { FaultKind } from './faults';

/** What each fault does, for whoever has to choose one. */
export const FAULT_WORDS: Record<FaultKind, string> = {
  timeout: 'Nothing is done, and no answer ever comes.',
  reset: 'Nothing is done; the connection is reset.',
  http500: 'Nothing is done; a 500 with a page of HTML comes back.',
  empty: 'Nothing is done; 200 without a word comes back.',
  html: 'Nothing is done; 200 with a page of HTML comes back.',
  redirect: 'Nothing is done; the caller is sent elsewhere by a 302.',
  systemError: 'Nothing is done; WeChat says that it is busy or broken.',
  http429: 'Nothing is done; the caller asked too often.',
  http202: 'Nothing is done yet; the caller is to ask the same again.',
  lostAnswer: 'The work is done; the connection breaks before the answer.',
  truncated: 'The work is done; half of the answer arrives.',
  slow: 'The work is done; the answer takes three seconds.',
  badSign: 'The words are whole, the signature is wrong.',
  foreignAppid: 'The words are signed well, but name somebody else’s app.',
  unsigned: 'The words are whole, without a signature.',
  wrongSerial: 'The signature names a key that nobody knows.',
  staleTimestamp: 'The signature is good, but much too old.',
  probe: 'The signature is a probe of WeChat’s: whoever accepts it does not verify.',
  drop: 'The notice is lost on its way.',
  none: 'Nothing is wrong any more.',
};
