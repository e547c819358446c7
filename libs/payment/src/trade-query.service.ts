import {
  WeChatPayService,
  type MerchantOrder,
  type MerchantPayment,
  type Outcome,
  type Trade,
  type VerifiedPayment,
} from '@app/wechat';
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
    const { orderNo } = order;
    return this.heard(await this.wechatPay.query(order), { orderNo });
  }

  async askPayment(payment: MerchantPayment): Promise<TradeState> {
    const { transactionId } = payment;
    return this.heard(await this.wechatPay.queryPayment(payment), { transactionId });
  }

  private async heard(outcome: Outcome<Trade>, asked: object): Promise<TradeState> {
    if (outcome.kind !== 'ok') {
      this.logger.warn({ msg: 'the query of an order has no answer', ...asked, outcome });
      return 'unknown';
    }
    return outcome.value.state === 'paid' ? this.settle(outcome.value.payment) : outcome.value.state;
  }

  /** What contradicts the books proves nothing. */
  private async settle(payment: VerifiedPayment): Promise<TradeState> {
    const settled = await this.settlement.settleNow(payment);
    if (settled.kind !== 'conflict') return 'paid';
    this.logger.error({ msg: 'a payment belongs to another order or merchant', orderNo: payment.orderNo });
    return 'unknown';
  }
}
