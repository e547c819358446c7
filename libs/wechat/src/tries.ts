import type { AppConfig, Random } from '@app/common';

export interface TryLimits {
  /** Of one call, the first one included. */
  tries: number;
  tryMs: number;
  /** All tries and the pauses between them. */
  callMs: number;
  /** Before the second try; before the third it is three times as long. */
  pauseMs: number;
}

/** One call's tries: which pause lies before each of them, and how long it may take. */
export class Tries {
  /** How many were begun. */
  begun = 0;
  private readonly end: number;

  constructor(
    private readonly limits: TryLimits,
    private readonly random: Random,
  ) {
    this.end = performance.now() + limits.callMs;
  }

  /** Milliseconds until the next try may begin; nothing where none is left, or no time for one. */
  nextPauseMs(): number | undefined {
    if (this.begun >= this.limits.tries) return undefined;
    const pause = jittered(this.limits.pauseMs * 3 ** (this.begun - 1), this.random);
    return pause < this.leftMs ? pause : undefined;
  }

  begin(): AbortSignal {
    this.begun += 1;
    return AbortSignal.timeout(Math.max(0, Math.min(this.limits.tryMs, this.leftMs)));
  }

  private get leftMs(): number {
    return Math.floor(this.end - performance.now());
  }
}

/** Half to one and a half of it: shops that WeChat failed together do not come back together. */
function jittered(ms: number, random: Random): number {
  return Math.round(ms / 2 + (ms * random.below(1001)) / 1000);
}

/** Where a call to that address goes in one of its tries. */
export type Address = (url: URL) => URL;

/** Every other try of a call to WeChat Pay's own host goes to the standby host, where there is one; others stay. */
export function addressIn(tryNo: number, config: AppConfig): Address {
  const { WECHAT_PAY_URL: main, WECHAT_PAY_STANDBY_URL: standby } = config;
  if (!standby || tryNo % 2 === 1) return (url) => url;
  return (url) => (url.origin === new URL(main).origin ? new URL(url.pathname + url.search, standby) : url);
}
