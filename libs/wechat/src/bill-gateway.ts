import type { TradeBill } from './bill';
import type { Outcome } from './outcome';
import type { Merchant } from './pay-gateway';

/** Bills over one of WeChat Pay's interfaces. */
export interface BillGateway {
  /**
   * Everything that was paid or asked to be refunded on that day (`2026-01-01`, Beijing). A day without trade has no
   * lines; one that is not written yet, as before ten the next morning, is unknown.
   */
  tradeBill(merchant: Merchant, date: string): Promise<Outcome<TradeBill>>;
}
