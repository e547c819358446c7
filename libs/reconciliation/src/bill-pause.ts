const MINUTE = 60;
/** After each try that got no bill; WeChat may be an hour late with it, hardly a day. */
const PAUSES = [10, 30, 60, 120].map((minutes) => minutes * MINUTE);
const SLOWEST_SECONDS = 6 * 60 * MINUTE;

/** Seconds until a bill is tried again that was tried so often before. */
export function pauseAfterTry(tries: number): number {
  return PAUSES[tries] ?? SLOWEST_SECONDS;
}

/** What a look at a bill ended with. */
export interface LookEnd {
  /** WeChat answered none of the queries. */
  isSilent: boolean;
  /** New gaps that were not asked about yet. */
  left: number;
  /** Gaps that WeChat was not sure about, or that another bill may explain. */
  unsure: number;
  open: number;
}

/**
 * Seconds until the gaps of a bill are looked at again: at once where new ones were left over, unless WeChat is silent;
 * soon where it was not sure; hourly while cases are open; never where there are none.
 */
export function pauseAfterLook({ isSilent, left, unsure, open }: LookEnd): number | null {
  if (left > 0 && !isSilent) return 0;
  if (left > 0 || unsure > 0) return 10 * MINUTE;
  return open > 0 ? 60 * MINUTE : null;
}
