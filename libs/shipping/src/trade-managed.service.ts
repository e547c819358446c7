import { Clock } from '@app/common';
import { ShippingInfoApi } from '@app/wechat';
import { Injectable } from '@nestjs/common';

/** A no is believed less long: WeChat may begin at any time, and then keeps the money of every order. */
const BELIEVED_MS = { yes: 24 * 3600 * 1000, no: 3600 * 1000 };

/** Whether WeChat keeps the shop's money until its orders are shipped (发货信息管理). */
@Injectable()
export class TradeManagedService {
  private known?: { isManaged: boolean; until: number };
  private asking?: Promise<boolean | undefined>;

  constructor(
    private readonly clock: Clock,
    private readonly shipping: ShippingInfoApi,
  ) {}

  /** Nothing where WeChat does not say. */
  async isManaged(): Promise<boolean | undefined> {
    if (this.known && this.clock.now().getTime() < this.known.until) return this.known.isManaged;
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    return this.asking;
  }

  /** WeChat says of its own accord that it begins to. */
  forget(): void {
    this.known = undefined;
  }

  private async ask(): Promise<boolean | undefined> {
    const outcome = await this.shipping.isTradeManaged();
    // A refusal to say is no "no": what becomes of the upload will tell.
    if (outcome.kind !== 'ok') return outcome.kind === 'rejected' ? true : undefined;
    const beliefMs = BELIEVED_MS[outcome.value ? 'yes' : 'no'];
    this.known = { isManaged: outcome.value, until: this.clock.now().getTime() + beliefMs };
    return outcome.value;
  }
}
