import { Alerts } from '@app/alert';
import { Clock } from '@app/common';
import { inTransaction, named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { TAKE_NEAR_DEADLINES } from './deadline-sql';

/** Of a shop that begins to be told there may be many. */
const AT_ONCE = 500;

/** 发货期限: WeChat reminds of, and in the end punishes, what it has not heard of 48 hours after the payment. */
@Injectable()
export class DeadlineService {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly alerts: Alerts,
  ) {}

  /** Each order once, those that are near at the same moment in one alert; answers whether more may be. */
  async tell(): Promise<boolean> {
    return inTransaction(this.db, async (tx) => {
      const params = [this.clock.offset, AT_ONCE];
      const near = await named<{ id: number; orderNo: string }>(
        tx,
        'deadline.take',
        TAKE_NEAR_DEADLINES,
        params,
      );
      if (near.length === 0) return false;
      const inOrder = near.toSorted((a, b) => a.id - b.id);
      const about = String(inOrder[0]!.id);
      const orderNos = inOrder.map(({ orderNo }) => orderNo);
      await this.alerts.raise(tx, { kind: 'ship_deadline', about, orderNos });
      return near.length === AT_ONCE;
    });
  }
}
