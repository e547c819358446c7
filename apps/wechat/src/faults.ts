import {
  isMiniEndpoint,
  MINI_ENDPOINTS,
  MINI_FAULTS,
  type MiniFaultKind,
  miniKindsOn,
} from './mini-endpoints';

const V2_ENDPOINTS = ['unifiedorder', 'orderquery', 'closeorder', 'refund', 'refundquery'] as const;
const V3_ENDPOINTS = [
  'v3jsapi',
  'v3query',
  'v3close',
  'v3refund',
  'v3refundquery',
  'v3certificates',
] as const;
export const FAULTY_ENDPOINTS = [
  'jscode2session',
  ...MINI_ENDPOINTS,
  ...V2_ENDPOINTS,
  ...V3_ENDPOINTS,
  'notify',
] as const;
export type FaultyEndpoint = (typeof FAULTY_ENDPOINTS)[number];
/** The endpoints that are called; `notify` is where WeChat calls. */
export type CalledEndpoint = Exclude<FaultyEndpoint, 'notify'>;

/** Nothing is done: the caller's request might as well not have arrived. */
const UNDONE_KINDS = ['timeout', 'reset', 'http500', 'empty', 'html', 'redirect', 'systemError'] as const;
/** Nothing is done either, and v3 says so by its HTTP status. */
const V3_UNDONE_KINDS = ['http429', 'http202'] as const;
/** The work is done, only the answer is spoilt. */
const DONE_KINDS = ['lostAnswer', 'truncated', 'slow'] as const;
/** The words are whole, but not to be believed. */
const FORGERIES = ['badSign', 'foreignAppid'] as const;
const V3_FORGERIES = ['unsigned', 'wrongSerial', 'staleTimestamp', 'probe'] as const;

export const FAULT_KINDS = [
  ...UNDONE_KINDS,
  ...V3_UNDONE_KINDS,
  ...DONE_KINDS,
  ...FORGERIES,
  ...V3_FORGERIES,
  ...(Object.keys(MINI_FAULTS) as MiniFaultKind[]),
  'drop',
  'none',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];
export type UndoneKind = (typeof UNDONE_KINDS)[number] | (typeof V3_UNDONE_KINDS)[number];
export type Forgery = (typeof FORGERIES)[number] | (typeof V3_FORGERIES)[number];

/** Whose app a forged message is about. */
export const FOREIGN_APPID = 'wxf0f0f0f0f0f0f0f0';

const LOGIN_KINDS: readonly FaultKind[] = [...UNDONE_KINDS, ...DONE_KINDS];
const V2_KINDS: readonly FaultKind[] = [...LOGIN_KINDS, ...FORGERIES];
/** An appid stands in the answer of a query alone. */
const V3_QUERY_KINDS: readonly FaultKind[] = [...V2_KINDS, ...V3_UNDONE_KINDS, ...V3_FORGERIES];
const V3_KINDS = V3_QUERY_KINDS.filter((kind) => kind !== 'foreignAppid');
/** The answer to a close has no body that could be cut in half. */
const V3_CLOSE_KINDS = V3_KINDS.filter((kind) => kind !== 'truncated');
const V2_NOTICE_KINDS: readonly FaultKind[] = ['drop', 'slow', ...FORGERIES];
const V3_NOTICE_KINDS: readonly FaultKind[] = [...V2_NOTICE_KINDS, ...V3_FORGERIES];

export function isFaultOf(endpoint: FaultyEndpoint, kind: FaultKind): boolean {
  return kind === 'none' || kindsOf(endpoint).includes(kind);
}

/** A v2 notice has no headers: what befalls those waits for a v3 notice. */
export function isFaultOfV2Notice(kind: FaultKind): boolean {
  return V2_NOTICE_KINDS.includes(kind);
}

function kindsOf(endpoint: FaultyEndpoint): readonly FaultKind[] {
  if (endpoint === 'notify') return V3_NOTICE_KINDS;
  if (endpoint === 'jscode2session') return LOGIN_KINDS;
  if (isMiniEndpoint(endpoint)) return miniKindsOn(LOGIN_KINDS)[endpoint];
  if (endpoint === 'v3query') return V3_QUERY_KINDS;
  if (endpoint === 'v3close') return V3_CLOSE_KINDS;
  return isOneOf(V3_ENDPOINTS, endpoint) ? V3_KINDS : V2_KINDS;
}

export function isUndone(kind: FaultKind): kind is UndoneKind {
  return isOneOf([...UNDONE_KINDS, ...V3_UNDONE_KINDS], kind);
}

/** What is left of a fault when it concerns the words of an answer. */
export function forgeryOf(kind: FaultKind | undefined): Forgery | undefined {
  return kind && isOneOf([...FORGERIES, ...V3_FORGERIES], kind) ? (kind as Forgery) : undefined;
}

function isOneOf(list: readonly string[], word: string): boolean {
  return list.includes(word);
}
