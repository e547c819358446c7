import { MAX_REFUNDS } from './refund-plan';

/**
 * The one measure of money that goes back: a refund that is not closed owns its fen of the payment `t`. Everything
 * that asks what is still owed, may still be refunded, or is on its way back compares this sum, never whether a
 * refund exists: the merchant may give a part back in WeChat's portal.
 */
export const ownedFen = (t: string): string => `
  (SELECT COALESCE(sum(owner.fen), 0)::int8 FROM refund owner
    WHERE owner.money_transaction_id = ${t}.id AND owner.state <> 'closed')`;

/** What no refund owns of the payment `t`. */
export const restFen = (t: string): string => `(${t}.fen - ${ownedFen(t)})`;

/**
 * Money that must go back whatever a person decides: late and second payments at once, and payments for goods that
 * ran out once the grace is over. `$1` is the clock's offset, `$2` the grace in seconds.
 */
export const mustGoBack = (t: string): string => `
  (${t}.disposition = 'to_refund'
   OR ${t}.disposition = 'held' AND ${t}.recorded_at <= now() + $1::interval - make_interval(secs => $2))`;

/** WeChat refunds one payment fifty times at most. */
export const hasRefundsLeft = (t: string): string => `
  ((SELECT count(*) FROM refund made WHERE made.money_transaction_id = ${t}.id) < ${MAX_REFUNDS})`;
