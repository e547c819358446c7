/** The mini-program's server API, as faults call it; the calls about shipping that are rare go under one name. */
export const MINI_ENDPOINTS = [
  'stableToken',
  'getuserphonenumber',
  'subscribeSend',
  'uploadShippingInfo',
  'getOrder',
  'shippingOther',
] as const;
export type MiniEndpoint = (typeof MINI_ENDPOINTS)[number];

/** Nothing is done, and an errcode says so. */
const EVERY_CALL_KINDS = ['tooFrequent', 'busy'] as const;
/** Befalls whoever shows an access token. */
const TOKEN_KINDS = ['tokenExpired', 'tokenInvalid'] as const;
export const MINI_FAULT_KINDS = [...EVERY_CALL_KINDS, ...TOKEN_KINDS] as const;
export type MiniFaultKind = (typeof MINI_FAULT_KINDS)[number];

export const MINI_FAULT_WORDS: Record<MiniFaultKind, readonly [errcode: number, errmsg: string]> = {
  tokenExpired: [42001, 'access_token expired'],
  tokenInvalid: [40001, 'invalid credential, access_token is invalid or not latest'],
  tooFrequent: [45011, 'api minute-quota reach limit  mustslower  retry next minute'],
  busy: [-1, 'system error'],
};

export function isMiniEndpoint(endpoint: string): endpoint is MiniEndpoint {
  return (MINI_ENDPOINTS as readonly string[]).includes(endpoint);
}

export function isMiniFault(kind: string): kind is MiniFaultKind {
  return (MINI_FAULT_KINDS as readonly string[]).includes(kind);
}

export function miniFaultKindsOf(endpoint: MiniEndpoint): readonly MiniFaultKind[] {
  return endpoint === 'stableToken' ? EVERY_CALL_KINDS : MINI_FAULT_KINDS;
}
