import { Clock } from '@app/common';
import { named } from '@app/database';
import type { PushMessage } from '@app/wechat';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { receivedTransaction, tapsIn, TRADE_MANAGED } from './pushed-events';
import { ReceivingService } from './receiving.service';
import { SubscriptionService } from './subscription.service';
import { TradeManagedService } from './trade-managed.service';
import { WANT_UNMANAGED } from './upload-sql';

/** What WeChat pushes about shipping; only verified messages come here. */
@Injectable()
export class ShippingPushService {
  constructor(
    private readonly clock: Clock,
    private readonly receiving: ReceivingService,
    private readonly subscriptions: SubscriptionService,
    private readonly managed: TradeManagedService,
  ) {}

  /** Comes before the message is kept, since it locks an order, and is safe to repeat; whether it did anything. */
  async apply(tx: EntityManager, message: PushMessage): Promise<boolean> {
    const transactionId = receivedTransaction(message);
    if (transactionId) return this.receiving.byWeChat(tx, transactionId);
    if (message.name !== TRADE_MANAGED) return false;
    this.managed.forget();
    await named(tx, 'upload.want_unmanaged', WANT_UNMANAGED, [this.clock.offset]);
    return true;
  }

  /** What counts each time it is called: for the first copy of a message alone. */
  async count(tx: EntityManager, message: PushMessage): Promise<void> {
    const { FromUserName: openid } = message.fields;
    if (typeof openid !== 'string') return;
    for (const tap of tapsIn(message)) await this.subscriptions.count(tx, openid, tap);
  }
}
