import { AccessTokenStore, type KeptToken } from '@app/wechat';

/** Where the access token lies for one process; a clock that a test turns. */
export class TokenShelf extends AccessTokenStore {
  seconds = 0;
  kept?: { token: string; until: number };
  claimedUntil = 0;

  async read(): Promise<KeptToken | undefined> {
    return this.kept && { token: this.kept.token, secondsLeft: this.kept.until - this.seconds };
  }

  async claim(_appId: string, seconds: number): Promise<boolean> {
    if (this.claimedUntil > this.seconds) return false;
    this.claimedUntil = this.seconds + seconds;
    return true;
  }

  async write(_appId: string, { token, secondsLeft }: KeptToken): Promise<void> {
    this.kept = { token, until: this.seconds + secondsLeft };
  }

  async drop(_appId: string, token: string): Promise<void> {
    if (this.kept?.token !== token) return;
    this.kept = undefined;
    this.claimedUntil = 0;
  }
}
