/** Failures of an account within a quarter of an hour that delay no login: two people who mistype, and more. */
const FREE_FAILURES = 10;
const STEP_MS = 250;
const LONGEST_MS = 5_000;

/** More failures than these delay a login no longer, and are not counted. */
export const COUNTED_FAILURES = FREE_FAILURES + LONGEST_MS / STEP_MS;

/**
 * How long a login waits that comes from where the account was not opened lately, by the failures from everywhere.
 * A delay, and never a refusal: guesses from a thousand networks must not lock the owner out.
 */
export function throttleMs(recentFailures: number): number {
  return Math.min(Math.max(recentFailures - FREE_FAILURES, 0) * STEP_MS, LONGEST_MS);
}
