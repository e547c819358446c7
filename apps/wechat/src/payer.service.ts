import { ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import { Bookkeeper } from './bookkeeper';
import type { Transaction } from './books';
import { DeliveryService } from './delivery.service';
import type { Delivery } from './notice-book';
import { confirmPayment, type Payment, PaymentRefused } from './payer';

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
    const transaction = this.confirm(payment);
    return { transaction, deliveries: await this.deliveries.announce(transaction.transactionId) };
  }

  private confirm(payment: Payment): Transaction {
    try {
      return this.bookkeeper.settle((desk) => confirmPayment(desk, payment));
    } catch (refusal) {
      if (!(refusal instanceof PaymentRefused)) throw refusal;
      if (refusal.state === 'unknown') throw new NotFoundException(refusal.message);
      throw new ConflictException(refusal.message);
    }
  }
}
