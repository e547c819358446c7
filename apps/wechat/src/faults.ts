import { MINI_ENDPOINTS, MINI_FAULTS, miniKindsOn } from './mini-endpoints';

const V2_ENDPOINTS = [
  'unifiedorder',
  'orderquery',
  'closeorder',
  'refund',
  'refundquery',
  'downloadbill',
] as const;
const V3_ENDPOINTS = [
  'v3jsapi',
  'v3query',
  'v3close',
  'v3refund',
  'v3refundquery',
  'v3certificates',
  'v3tradebill',
  'v3billfile',
] as const;
/** Where WeChat calls, the others are called. */
const NOTICE_ENDPOINTS = ['notify', 'refundnotify'] as const;
export const FAULTY_ENDPOINTS = [
  'jscode2session',
  ...MINI_ENDPOINTS,
  ...V2_ENDPOINTS,
  ...V3_ENDPOINTS,
  ...NOTICE_ENDPOINTS,
] as const;
export type FaultyEndpoint = (typeof FAULTY_ENDPOINTS)[number];
export type NoticeEndpoint = (typeof NOTICE_ENDPOINTS)[number];
export type CalledEndpoint = Exclude<FaultyEndpoint, NoticeEndpoint>;

/** Nothing is done: the caller's request might as well not have arrived. */
const UNDONE = {
  timeout: 'never answers',
  reset: 'resets the connection',
  hangUp: 'closes the connection without an answer',
  http404: 'the web server in front of WeChat does not know the path',
  http500: 'the web server in front of WeChat answers 500, in HTML',
  http502: 'the web server in front of WeChat finds nobody behind it',
  http503: 'the web server in front of WeChat is closed for a while',
  http429: 'too many calls; v3 says so itself, under its signature',
  http202: 'accepted, without a result; v3 says so itself, under its signature',
  empty: 'answers 200 with nothing in it',
  html: 'answers 200 with a page of HTML',
  redirect: 'sends the caller elsewhere',
  garbage: 'answers 200 with random bytes',
  notUtf8: 'answers 200 in GBK',
  tooLarge: 'answers 200 with 8 MiB of blanks',
  cutShort: 'promises more bytes than it sends, and closes the connection',
  drip: 'answers a byte every half second, for ever',
  systemError: 'says SYSTEMERROR, or errcode -1, in its own words',
};
/** The work is done, only the answer is spoilt. */
const DONE = {
  lostAnswer: 'closes the connection instead of answering',
  truncated: 'says half of the answer',
  slow: 'answers after three seconds',
};
/** The work is done, and the words are whole, but not to be believed. */
const FORGERIES = {
  badSign: 'signs (a v2 refund notice: seals) with a key that is not the merchant’s',
  foreignAppid: 'speaks of another app; a v3 refund notice of another merchant',
};
const V3_FORGERIES = {
  unsigned: 'leaves every header of the signature away',
  wrongSerial: 'names a key that nobody knows',
  staleTimestamp: 'signed ten minutes ago',
  probe: 'signs WECHATPAY/SIGNTEST/…; of a notice the true one follows at once',
};
const OF_NOTICES = { drop: 'the notice gets lost on its way' };
const NONE = { none: 'all is well again' };

/** Each kind of fault, and what WeChat does in it. */
export const FAULTS = {
  ...UNDONE,
  ...DONE,
  ...FORGERIES,
  ...V3_FORGERIES,
  ...MINI_FAULTS,
  ...OF_NOTICES,
  ...NONE,
};
export type FaultKind = keyof typeof FAULTS;
export type UndoneKind = keyof typeof UNDONE;
export type Forgery = keyof typeof FORGERIES | keyof typeof V3_FORGERIES;
export const FAULT_KINDS = Object.keys(FAULTS) as FaultKind[];

/** Whose app, or business, a forged message is about. */
export const FOREIGN_APPID = 'wxf0f0f0f0f0f0f0f0';
export const FOREIGN_MCHID = '1999999999';

const kindsIn = (...tables: object[]) => tables.flatMap((table) => Object.keys(table) as FaultKind[]);

/** What nobody signs can be spoilt, but not forged. */
const UNSIGNED_KINDS = kindsIn(UNDONE, DONE);
const V2_KINDS = kindsIn(UNDONE, DONE, FORGERIES);
/** An appid stands in the answer of a query alone. */
const V3_QUERY_KINDS = kindsIn(UNDONE, DONE, FORGERIES, V3_FORGERIES);
const V3_KINDS = V3_QUERY_KINDS.filter((kind) => kind !== 'foreignAppid');
/** The answer to a close has no body that could be cut in half. */
const V3_CLOSE_KINDS = V3_KINDS.filter((kind) => kind !== 'truncated');
const V2_NOTICE_KINDS: FaultKind[] = ['drop', 'slow', ...kindsIn(FORGERIES)];
const V3_NOTICE_KINDS: FaultKind[] = [...V2_NOTICE_KINDS, ...kindsIn(V3_FORGERIES)];

/** What can befall each endpoint. */
export const KINDS_OF: Record<FaultyEndpoint, readonly FaultKind[]> = {
  jscode2session: UNSIGNED_KINDS,
  ...miniKindsOn(UNSIGNED_KINDS),
  unifiedorder: V2_KINDS,
  orderquery: V2_KINDS,
  closeorder: V2_KINDS,
  refund: V2_KINDS,
  refundquery: V2_KINDS,
  downloadbill: UNSIGNED_KINDS,
  v3jsapi: V3_KINDS,
  v3query: V3_QUERY_KINDS,
  v3close: V3_CLOSE_KINDS,
  v3refund: V3_KINDS,
  v3refundquery: V3_KINDS,
  v3certificates: V3_KINDS,
  v3tradebill: V3_KINDS,
  v3billfile: UNSIGNED_KINDS,
  notify: V3_NOTICE_KINDS,
  refundnotify: V3_NOTICE_KINDS,
};

export function isFaultOf(endpoint: FaultyEndpoint, kind: FaultKind): boolean {
  return kind === 'none' || KINDS_OF[endpoint].includes(kind);
}

/** A v2 notice has no headers: what befalls those waits for a v3 notice. */
export function isFaultOfV2Notice(kind: FaultKind): boolean {
  return V2_NOTICE_KINDS.includes(kind);
}

export function isUndone(kind: FaultKind): kind is UndoneKind {
  return kind in UNDONE;
}

/** What is left of a fault when it concerns the words of an answer. */
export function forgeryOf(kind: FaultKind | undefined): Forgery | undefined {
  return kind && (kind in FORGERIES || kind in V3_FORGERIES) ? (kind as Forgery) : undefined;
}
