/** One promise of the shop, and the statement whose rows break it. `$1` is the clock's offset, `$2` the grace of short stock. */
export interface Invariant {
  /** The number under which the reliability of shops like this is discussed. */
  id: string;
  /** In words that a merchant understands. */
  promise: string;
  promiseZh: string;
  sql: string;
}
