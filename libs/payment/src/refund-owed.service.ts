import { AppConfig, Clock } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { OWED } from './refund-sql';
import { OWED_REASON, RefundService } from './refund.service';

const REASONS = { to_refund: OWED_REASON, held: '商品缺货，原路退回' };

interface OwedPayment {
  id: number;
  orderId: number;
  disposition: keyof typeof REASONS;
}

/** Money that must go back and that no refund owns: goods were not found in time, or WeChat closed the refund. */
@Injectable()
export class RefundOwedService {
  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly refunds: RefundService,
  ) {}

  list(most: number): Promise<OwedPayment[]> {
    const { SHORT_STOCK_GRACE_SECONDS } = this.config;
    return named(this.db, 'refund.owed', OWED, [this.clock.offset, SHORT_STOCK_GRACE_SECONDS, most]);
  }

  refund(payment: OwedPayment): Promise<void> {
    return this.refunds.refundPayment(payment, REASONS[payment.disposition]);
  }
}
