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
const OF_EVERY_CALL = {
  tooFrequent: 'says 45011: too many calls in this minute',
  busy: 'says -1: the system is busy',
};
const OF_TOKEN_HOLDERS = {
  tokenExpired: 'says 42001, though the access token is good',
  tokenInvalid: 'says 40001, though the access token is good',
};
/** Each kind of fault that only the server API has, and what WeChat does in it. */
export const MINI_FAULTS = { ...OF_EVERY_CALL, ...OF_TOKEN_HOLDERS };
export type MiniFaultKind = keyof typeof MINI_FAULTS;

export const MINI_FAULT_WORDS: Record<MiniFaultKind, readonly [errcode: number, errmsg: string]> = {
  tokenExpired: [42001, 'access_token expired'],
  tokenInvalid: [40001, 'invalid credential, access_token is invalid or not latest'],
  tooFrequent: [45011, 'api minute-quota reach limit  mustslower  retry next minute'],
  busy: [-1, 'system error'],
};

/** What can befall each endpoint, on top of what can befall all. */
export function miniKindsOn<Kind extends string>(
  kinds: readonly Kind[],
): Record<MiniEndpoint, readonly (Kind | MiniFaultKind)[]> {
  const caller = [...kinds, ...(Object.keys(OF_EVERY_CALL) as MiniFaultKind[])];
  const holder = [...caller, ...(Object.keys(OF_TOKEN_HOLDERS) as MiniFaultKind[])];
  return {
    stableToken: caller,
    getuserphonenumber: holder,
    subscribeSend: holder,
    uploadShippingInfo: holder,
    getOrder: holder,
    shippingOther: holder,
  };
}

export function isMiniEndpoint(endpoint: string): endpoint is MiniEndpoint {
  return (MINI_ENDPOINTS as readonly string[]).includes(endpoint);
}

export function isMiniFault(kind: string): kind is MiniFaultKind {
  return Object.hasOwn(MINI_FAULTS, kind);
}
