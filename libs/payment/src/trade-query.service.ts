import { WeChatPayService, type MerchantOrder, type Trade } from '@app/wechat';
import { Injectable, Logger } from '@nestjs/common';
import { SettlementService } from './settlement.service';

export type TradeState = Trade['state'] | 'unknown';

/** Asks WeChat what became of an order; money that it tells of is settled before anybody acts on the answer. */
@Injectable()
export class TradeQueryService {
  private readonly logger = new Logger(TradeQueryService.name);

  constructor(
    private readonly wechatPay: WeChatPayService,
    private readonly settlement: SettlementService,
  ) {}

  async ask(order: MerchantOrder): Promise<TradeState> {
    const outcome = await this.wechatPay.query(order);
    if (outcome.kind !== 'ok') {
      this.logger.warn({ msg: 'the query of an order has no answer', orderNo: order.orderNo, outcome });
      return 'unknown';
    }
    if (outcome.value.state === 'paid') await this.settlement.settleNow(outcome.value.payment);
    return outcome.value.state;
  }
}
