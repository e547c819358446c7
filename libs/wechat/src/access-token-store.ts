/** An access token as it is shared: how long it is still good, by the shop's clock. */
export interface KeptToken {
  token: string;
  secondsLeft: number;
}

/** Where the access token of an app is kept for all instances of the shop; apps/mall fills it. */
export abstract class AccessTokenStore {
  abstract read(appId: string): Promise<KeptToken | undefined>;

  /** True for one caller among all instances, who then has so many seconds to fetch a token. */
  abstract claim(appId: string, seconds: number): Promise<boolean>;

  abstract write(appId: string, token: KeptToken): Promise<void>;

  /** Forgets the token and who fetches, but only while it is still this one. */
  abstract drop(appId: string, token: string): Promise<void>;
}
