import { IdempotencyKeys, type ClaimRequest } from '@app/auth';
import { Clock, DomainError } from '@app/common';
import { inTransaction, named, planned } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import {
  CHANGE_STOCK,
  changeParams,
  LEDGER_OF_SKU,
  LIVE_SKU,
  OPEN_COUNTERS,
  type LedgerRow,
  type StockChange,
} from './stock-change';

export interface Counters {
  skuId: number;
  stock: number;
  reserved: number;
  sold: number;
}

/** 入库、调整: what the merchant changes by hand, relative to whatever is for sale when it happens. */
@Injectable()
export class StockAdminService {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly keys: IdempotencyKeys,
  ) {}

  /** The counters afterwards; a change repeated under one key is one change. */
  change(wish: StockChange, actor: string, key?: ClaimRequest): Promise<Counters> {
    return inTransaction(this.db, (tx) =>
      this.keys.once(tx, key, async () => {
        const found = await named(tx, 'stock_admin.sku', LIVE_SKU, [wish.skuId]);
        if (found.length === 0) throw new DomainError('skuNotFound');
        const [counters] = await this.changeAll(tx, [wish], actor);
        if (!counters) throw new DomainError(wish.count < 0 ? 'stockTooLow' : 'stockTooHigh');
        return counters;
      }),
    );
  }

  /** The counters of those skus that could be changed. */
  async changeAll(tx: EntityManager, changes: StockChange[], actor: string): Promise<Counters[]> {
    await named(tx, 'stock_admin.open', OPEN_COUNTERS, [changes.map(({ skuId }) => skuId)]);
    const params = [...changeParams(changes), actor, this.clock.offset];
    return named(tx, 'stock_admin.change', CHANGE_STOCK, params);
  }

  /** Moves of a sku below a ledger id, the newest first. */
  async ledger(skuId: number, before: number | undefined, size: number): Promise<LedgerRow[]> {
    const found = await named(this.db, 'stock_admin.sku', LIVE_SKU, [skuId]);
    if (found.length === 0) throw new DomainError('skuNotFound');
    return planned(this.db, LEDGER_OF_SKU, [skuId, before, size]);
  }
}
