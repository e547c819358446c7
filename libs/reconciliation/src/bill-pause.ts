const MINUTE = 60;
/** After each try that got no bill; WeChat may be an hour late with it, hardly a day. */
const PAUSES = [10, 30, 60, 120].map((minutes) => minutes * MINUTE);
const SLOWEST_SECONDS = 6 * 60 * MINUTE;

/** Seconds until a bill is tried again that was tried so often before. */
export function pauseAfterTry(tries: number): number {
  return PAUSES[tries] ?? SLOWEST_SECONDS;
}

/**
 * Seconds until the gaps of a bill are looked at again: soon where WeChat was not sure, at once where some were
 * left over; never where there are none.
 */
export function pauseAfterLook(gaps: { left: number; unsure: number; open: number }): number | null {
  if (gaps.unsure > 0) return 10 * MINUTE;
  if (gaps.left > 0) return 0;
  return gaps.open > 0 ? 60 * MINUTE : null;
}
