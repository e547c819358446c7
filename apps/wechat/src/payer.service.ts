import { ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import { Bookkeeper, type Decision, type Desk } from './bookkeeper';
import type { PaymentTry, Transaction, TryOutcome } from './books';
import { DeliveryService } from './delivery.service';
import type { Delivery } from './notice-book';
import { confirmPayment, type Payment, PaymentRefused, tryInVain } from './payer';

/** The shopper's side: his phone logs in, he confirms, WeChat tells the merchant. */
@Injectable()
export class PayerService {
  constructor(
    private readonly bookkeeper: Bookkeeper,
    private readonly deliveries: DeliveryService,
  ) {}

  /** `wx.login`: a code that is good for five minutes, once. */
  login(name: string): { code: string } {
    const { now, random } = this.bookkeeper.desk;
    const code = random.hex(16);
    this.bookkeeper.record({ kind: 'codeIssued', code, name, at: now.toISOString() });
    return { code };
  }

  async pay(payment: Payment): Promise<{ transaction: Transaction; deliveries: Delivery[] }> {
    const transaction = this.settle((desk) => confirmPayment(desk, payment));
    return { transaction, deliveries: await this.deliveries.announce(transaction.transactionId) };
  }

  tryInVain(prepayId: string, outcome: TryOutcome): PaymentTry {
    return this.settle((desk) => tryInVain(desk, prepayId, outcome));
  }

  private settle<Answer>(decide: (desk: Desk) => Decision<Answer>): Answer {
    try {
      return this.bookkeeper.settle(decide);
    } catch (refusal) {
      if (!(refusal instanceof PaymentRefused)) throw refusal;
      if (refusal.state === 'unknown') throw new NotFoundException(refusal.message);
      throw new ConflictException(refusal.message);
    }
  }
}
