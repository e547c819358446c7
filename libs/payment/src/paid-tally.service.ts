import { Alerts } from '@app/alert';
import { AppConfig, Clock } from '@app/common';
import { inTransaction, named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { ANY_TO_TELL, BEGIN_TALLY, LOCK_TALLY, MOVE_TALLY, TALLY } from './paid-tally-sql';

interface Tally {
  /** Null where nothing is old enough. */
  lastId: number | null;
  count: number;
  fen: number;
  shortOrderNos: string[];
}

/** A robot takes twenty messages a minute, and a person fewer. */
const PAUSE_SECONDS = 60;

/** Tells of the orders that were paid since the last time, all in one message: none costs its settling anything. */
@Injectable()
export class PaidTallyService {
  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly alerts: Alerts,
  ) {}

  async tell(): Promise<void> {
    const any = await named(this.db, 'tally.any', ANY_TO_TELL, [this.clock.offset]);
    if (any.length === 0) return;
    await inTransaction(this.db, async (tx) => {
      await named(tx, 'tally.begin', BEGIN_TALLY, [this.clock.offset]);
      const [told] = await named<{ lastId: number }>(tx, 'tally.lock', LOCK_TALLY, [this.clock.offset]);
      if (told) await this.tellSince(tx, told.lastId);
    });
  }

  private async tellSince(tx: EntityManager, toldId: number): Promise<void> {
    const [tally] = await named<Tally>(tx, 'tally.count', TALLY, [toldId, this.clock.offset]);
    const { lastId, count, fen, shortOrderNos: orderNos } = tally!;
    if (lastId === null) return;

    // Money that turned no order paid is no reason to be silent for a minute.
    const params = [lastId, this.clock.offset, count > 0 ? PAUSE_SECONDS : 0];
    await named(tx, 'tally.move', MOVE_TALLY, params);
    const about = String(lastId);
    const graceSeconds = this.config.SHORT_STOCK_GRACE_SECONDS;
    if (count > 0) await this.alerts.raise(tx, { kind: 'orders_paid', about, count, fen });
    if (orderNos.length > 0)
      await this.alerts.raise(tx, { kind: 'short_stock', about, orderNos, graceSeconds });
  }
}
