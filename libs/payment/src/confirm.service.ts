import { DomainError } from '@app/common';
import { named } from '@app/database';
import { OrderStatus } from '@app/order';
import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { EntityManager } from 'typeorm';
import { AttemptService } from './attempt.service';
import { STATUS_FOR_SHOPPER } from './payment-sql';
import { TradeQueryService } from './trade-query.service';

/** The phone says "paid" a moment before WeChat does. */
const PAUSES_MS = [0, 500, 1500];

/** Whether an order is paid, asked by the page that comes back from the cashier: it proves nothing, so WeChat is asked. */
@Injectable()
export class ConfirmService {
  constructor(
    private readonly db: EntityManager,
    private readonly attempts: AttemptService,
    private readonly query: TradeQueryService,
  ) {}

  async confirm(shopperId: number, orderId: number): Promise<OrderStatus> {
    const status = await this.statusOf(shopperId, orderId);
    const attempt = await this.attempts.of(orderId);
    if (status !== OrderStatus.Unpaid || !attempt) return status;

    for (const pauseMs of PAUSES_MS) {
      await pause(pauseMs);
      if ((await this.query.ask(attempt)) !== 'unpaid') break;
    }
    return this.statusOf(shopperId, orderId);
  }

  private async statusOf(shopperId: number, orderId: number): Promise<OrderStatus> {
    const [order] = await named<{ status: OrderStatus }>(this.db, 'payment.status', STATUS_FOR_SHOPPER, [
      orderId,
      shopperId,
    ]);
    if (!order) throw new DomainError('orderNotFound');
    return order.status;
  }
}
