import type { CalledEndpoint, FaultKind } from '../../apps/wechat/src/faults';
import { isMiniEndpoint } from '../../apps/wechat/src/mini-endpoints';

/** How long WeChat is not itself: for so many calls. */
export const SPELLS = { once: 1, fiveTimes: 5, forEver: -1 } as const;
export type Spell = keyof typeof SPELLS;

export interface Cell {
  endpoint: CalledEndpoint;
  kind: FaultKind;
  spell: Spell;
}

/** What nobody waits for to the end. */
const ENDLESS: FaultKind[] = ['timeout', 'drip', 'slow'];

/** WeChat has certainly done nothing, or refused the token alone: the caller asks again by himself. */
const CERTAINLY_UNDONE: FaultKind[] = ['systemError', 'busy', 'tokenExpired', 'tokenInvalid'];

/** What looks like an answer until somebody reads it; the one who reads asks again later. */
const FOUND_OUT_LATE: Partial<Record<CalledEndpoint, FaultKind[]>> = {
  downloadbill: ['empty', 'garbage', 'tooLarge', 'truncated'],
  v3billfile: ['empty', 'html', 'garbage', 'notUtf8', 'tooLarge', 'truncated'],
  v3query: ['foreignAppid'],
};

/** How WeChat says, proven as anything it says, that the work was done before. */
const DONE_BEFORE: Partial<Record<CalledEndpoint, string>> = {
  closeorder: 'ORDERCLOSED',
  subscribeSend: '43101',
  uploadShippingInfo: '10060023',
};

export function isEndless({ kind }: Pick<Cell, 'kind'>): boolean {
  return ENDLESS.includes(kind);
}

/** `ok`, `unknown`, or the code of a refusal. */
export interface Expectation {
  /** Of the call that met the fault, repeats of its own included. */
  first: string;
  /** Of the same wish when all is well again. */
  last: string;
}

export function expectationOf(cell: Cell, doesTheWork: boolean): Expectation {
  const last = (doesTheWork && !isEndless(cell) && DONE_BEFORE[cell.endpoint]) || 'ok';
  return { first: firstOf(cell, last), last };
}

/** A call may still arrive when its caller has given up: then its work may be done before its repeat, or by it. */
export function isDoneAnyway(cell: Cell, code: string): boolean {
  return isEndless(cell) && code === DONE_BEFORE[cell.endpoint];
}

function firstOf({ endpoint, kind, spell }: Cell, repeated: string): string {
  // Of this user: he is told to wait.
  if (endpoint === 'getuserphonenumber' && kind === 'tooFrequent') return '45011';
  return spell === 'once' && isRepeated(endpoint, kind) ? repeated : 'unknown';
}

/** Within the call; what may do harm when it arrives twice is left to the caller. */
function isRepeated(endpoint: CalledEndpoint, kind: FaultKind): boolean {
  if (FOUND_OUT_LATE[endpoint]?.includes(kind)) return false;
  return mayArriveTwice(endpoint) || CERTAINLY_UNDONE.includes(kind);
}

export function mayArriveTwice(endpoint: CalledEndpoint): boolean {
  return endpoint === 'stableToken' || !(isMiniEndpoint(endpoint) || endpoint === 'jscode2session');
}
