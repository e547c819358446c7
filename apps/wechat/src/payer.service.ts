import { ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import { Bookkeeper, type Decision, type Desk } from './bookkeeper';
import type { Delivery, PaymentTry, Transaction, TryOutcome } from './books';
import { DeliveryService } from './delivery.service';
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
    return { transaction, deliveries: await this.deliveries.announce(transaction) };
  }

  tryInVain(prepayId: string, outcome: TryOutcome): PaymentTry {
    return this.settle((desk) => tryInVain(desk, prepayId, outcome));
  }

  /** The notice of a payment once more, several at the same moment. */
  repeat(outTradeNo: string, transactionId: string | undefined, copies: number): Promise<Delivery[]> {
    const paid = this.bookkeeper.books.transactionsOf.get(outTradeNo) ?? [];
    const transaction = transactionId ? paid.find((one) => one.transactionId === transactionId) : paid.at(-1);
    if (!transaction) throw new NotFoundException('no such payment: only a success is notified');
    return this.deliveries.copies(transaction, copies);
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
