import type { Forgery } from './v2-message';

export const FAULTY_ENDPOINTS = [
  'jscode2session',
  'unifiedorder',
  'orderquery',
  'closeorder',
  'refund',
  'refundquery',
  'notify',
] as const;
export type FaultyEndpoint = (typeof FAULTY_ENDPOINTS)[number];
/** The endpoints that are called; `notify` is where WeChat calls. */
export type CalledEndpoint = Exclude<FaultyEndpoint, 'notify'>;

/** Nothing is done: the caller's request might as well not have arrived. */
export const UNDONE_KINDS = [
  'timeout',
  'reset',
  'http500',
  'empty',
  'html',
  'redirect',
  'systemError',
] as const;
/** The work is done, only the answer is spoilt. */
const DONE_KINDS = ['lostAnswer', 'truncated', 'badSign', 'foreignAppid', 'slow'] as const;
export const FAULT_KINDS = [...UNDONE_KINDS, ...DONE_KINDS, 'drop', 'none'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];
export type UndoneKind = (typeof UNDONE_KINDS)[number];

const UNSIGNED: readonly FaultKind[] = ['badSign', 'foreignAppid'];
const OF_NOTICES: readonly FaultKind[] = ['drop', 'badSign', 'foreignAppid', 'slow', 'none'];

export function isFaultOf(endpoint: FaultyEndpoint, kind: FaultKind): boolean {
  if (endpoint === 'notify') return OF_NOTICES.includes(kind);
  if (endpoint === 'jscode2session' && UNSIGNED.includes(kind)) return false;
  return kind !== 'drop';
}

export function isUndone(kind: FaultKind): kind is UndoneKind {
  return (UNDONE_KINDS as readonly FaultKind[]).includes(kind);
}

/** What is left of a fault when it concerns the words of an answer. */
export function forgeryOf(kind: FaultKind | undefined): Forgery | undefined {
  return kind === 'badSign' || kind === 'foreignAppid' ? kind : undefined;
}
