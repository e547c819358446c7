/** Seconds between the 1st and 2nd delivery, the 2nd and 3rd, …: 15 repeats in 24 h 4 min, as WeChat documents. */
export const LADDER_SECONDS = [
  15,
  15,
  30,
  3 * 60,
  10 * 60,
  20 * 60,
  30 * 60,
  30 * 60,
  30 * 60,
  60 * 60,
  3 * 3600,
  3 * 3600,
  3 * 3600,
  6 * 3600,
  6 * 3600,
] as const;

/**
 * When the delivery after this one is due; none after the sixteenth. It counts from when this one was due, not from
 * when it was made: so a clock moved by a day makes every repeat of that day due.
 */
export function nextDueAt(dueAt: string, deliveriesMade: number): string | undefined {
  const seconds = LADDER_SECONDS[deliveriesMade - 1];
  return seconds === undefined ? undefined : later(dueAt, seconds);
}

/** An instant, ISO 8601, moved on by some seconds. */
export function later(at: string, seconds: number): string {
  return new Date(Date.parse(at) + seconds * 1000).toISOString();
}
