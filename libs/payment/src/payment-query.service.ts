import { named } from '@app/database';
import { WeChatPayService, type Merchant } from '@app/wechat';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { MERCHANT_OF_ORDER_NO } from './payment-sql';
import { TradeQueryService, type TradeState } from './trade-query.service';

/** A payment as somebody speaks of it without proof. */
export interface PaymentName {
  transactionId: string;
  orderNo?: string;
}

/** Asks WeChat itself about a payment that somebody speaks of; what it tells of is settled. */
@Injectable()
export class PaymentQueryService {
  constructor(
    private readonly db: EntityManager,
    private readonly wechatPay: WeChatPayService,
    private readonly query: TradeQueryService,
  ) {}

  async prove({ transactionId, orderNo }: PaymentName): Promise<TradeState> {
    return this.query.askPayment({ ...(await this.merchantOf(orderNo)), transactionId });
  }

  /** The merchant who asked for the money; for an order that we do not know, today's. */
  private async merchantOf(orderNo: string | undefined): Promise<Merchant> {
    const [known] = await named<Merchant>(this.db, 'payment.merchant_of_order_no', MERCHANT_OF_ORDER_NO, [
      orderNo,
    ]);
    return known ?? this.wechatPay.current;
  }
}
