import { DomainError } from '@app/common';
import { inTransaction } from '@app/database';
import type { OrderEventReason } from '@app/order';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { AfterSaleLifeService, type LockedAfterSale } from './after-sale-life.service';
import { stateAfter, type AfterSaleAct } from './after-sale-step';
import { areLeft } from './refund-plan';
import { RefundService } from './refund.service';

/** What WeChat tells the shopper: his own words stay with us. */
const REFUND_REASON = '售后退款';

interface Decision {
  id: number;
  actor: string;
  act: AfterSaleAct;
  event: OrderEventReason;
  refusal?: string;
  restock?: boolean;
}

/** 售后, the merchant's side: his word, and nothing else, starts the refund. */
@Injectable()
export class AfterSaleDeskService {
  constructor(
    private readonly db: EntityManager,
    private readonly life: AfterSaleLifeService,
    private readonly refunds: RefundService,
  ) {}

  /** Starts the refund where goods need not come back, and again where WeChat closed the last one. */
  agree(id: number, actor: string): Promise<void> {
    return this.decide({ id, actor, act: 'agree', event: 'after_sale_agree' });
  }

  refuse(id: number, actor: string, refusal: string): Promise<void> {
    return this.decide({ id, actor, act: 'refuse', event: 'after_sale_refuse', refusal });
  }

  receive(id: number, actor: string, restock: boolean): Promise<void> {
    return this.decide({ id, actor, act: 'receive', event: 'after_sale_received', restock });
  }

  /** A word said twice is heard once; the first one stands. */
  private decide({ id, actor, act, event, refusal, restock }: Decision): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      const locked = await this.life.lock(tx, id);
      const { sale } = locked;
      const to = stateAfter(act, sale);
      if (!to) throw new DomainError('afterSaleState');
      if (to === sale.state) return;
      await this.life.note(tx, locked, { actor, reason: event });
      const refundId =
        to === 'refunding'
          ? await this.refund(tx, locked, { actor, restock: restock ?? sale.restock ?? undefined })
          : undefined;
      await this.life.turn(tx, sale, to, { refusal, restock, refundId });
    });
  }

  /** Where nothing is said about the goods, they come back into stock if they never left. */
  private async refund(
    tx: EntityManager,
    { order, sale }: LockedAfterSale,
    { actor, restock }: { actor: string; restock?: boolean },
  ): Promise<number> {
    // Another refund may own its pieces by now.
    if (!areLeft(sale.lines, await this.refunds.leftOf(tx, order))) throw new DomainError('nothingToRefund');
    const { id } = await this.refunds.refund(tx, order, {
      lines: sale.lines,
      reason: REFUND_REASON,
      restock,
      actor,
    });
    return id;
  }
}
