/** So many discrepancies are asked about in one look; a restored backup may have a day of them. */
export const QUERIES_AT_ONCE = 200;
const DAY_SECONDS = 24 * 3600;

/** What decides whether WeChat is asked about a discrepancy in this look. */
export interface QueryTurn {
  /** It has an open case. */
  known: boolean;
  /** It may be explained by another bill, which is not here yet. */
  waiting: boolean;
  /** It was never asked about, or its pause is over. */
  due: boolean;
}

/** Those whose turn it is, in the order in which they came; the rest has its turn in a later look. */
export function turnOf<Turn extends QueryTurn>(found: readonly Turn[]): Turn[] {
  return found.filter(isTurn).slice(0, QUERIES_AT_ONCE);
}

/** How many whose turn it is would become cases, and were not reached in this look. */
export function leftOver(found: readonly QueryTurn[], asked: number): number {
  return found
    .filter(isTurn)
    .slice(asked)
    .filter(({ known }) => !known).length;
}

function isTurn({ due, waiting }: QueryTurn): boolean {
  return due && !waiting;
}

/** Seconds until WeChat is asked again after so many queries: twice as long each time, a day at most. */
export function pauseAfterQuery(queries: number, firstSeconds: number): number {
  return Math.min(DAY_SECONDS, firstSeconds * 2 ** Math.min(queries - 1, 30));
}
