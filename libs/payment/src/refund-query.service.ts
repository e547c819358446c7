import { AppConfig } from '@app/common';
import { named } from '@app/database';
import {
  WeChatPayService,
  type Merchant,
  type MerchantRefund,
  type Outcome,
  type RefundStanding,
  type VerifiedRefund,
} from '@app/wechat';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { MERCHANT_OF_PAYMENT } from './refund-sql';

/** A refund as somebody speaks of it without proof. */
export interface RefundName {
  orderNo: string;
  transactionId: string;
  outRefundNo: string;
}

/** Asks WeChat itself about a refund that somebody speaks of. */
@Injectable()
export class RefundQueryService {
  private readonly logger = new Logger(RefundQueryService.name);

  constructor(
    private readonly config: AppConfig,
    private readonly wechatPay: WeChatPayService,
  ) {}

  /** Nothing where WeChat does not say for sure that there is such a refund. */
  async prove(db: EntityManager, name: RefundName): Promise<VerifiedRefund | undefined> {
    const outcome = await this.ask(db, name);
    if (outcome.kind === 'ok' && outcome.value.state !== 'absent') return outcome.value.refund;
    this.logger.warn({ msg: 'a refund is not confirmed', outRefundNo: name.outRefundNo, outcome });
    return undefined;
  }

  async ask(db: EntityManager, name: RefundName): Promise<Outcome<RefundStanding>> {
    return this.wechatPay.queryRefund(await this.merchantRefund(db, name));
  }

  /** The merchant who took the payment; for one that we do not know, today's. */
  private async merchantRefund(db: EntityManager, name: RefundName): Promise<MerchantRefund> {
    const [known] = await named<Merchant>(db, 'refund.merchant', MERCHANT_OF_PAYMENT, [
      name.transactionId,
      this.config.WECHAT_PAY_V2_SIGN_TYPE,
    ]);
    return { ...name, ...(known ?? this.wechatPay.current) };
  }
}
