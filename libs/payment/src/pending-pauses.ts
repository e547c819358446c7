/** When WeChat wants to be asked about an order that was not notified (its page on querying): since the prepay. */
const ASKED_AT_SECONDS = [5, 30, 60, 180, 300, 600, 1800];

/** The same as pauses, each since the one before. */
export const PENDING_PAUSES: readonly number[] = ASKED_AT_SECONDS.map(
  (seconds, index) => seconds - (ASKED_AT_SECONDS[index - 1] ?? 0),
);
