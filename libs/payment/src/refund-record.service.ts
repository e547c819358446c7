import { StockService } from '@app/catalog';
import { Clock, DomainError } from '@app/common';
import { inTransaction, named } from '@app/database';
import { OrderLifeService, OrderStatus, type LockedOrder, type OrderEventReason } from '@app/order';
import type { VerifiedRefund } from '@app/wechat';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { AfterSaleLifeService } from './after-sale-life.service';
import type { Disposition } from './disposition';
import type { Pieces } from './refund-plan';
import type { RefundName } from './refund-query.service';
import type { RefusedEnd } from './refund-step';
import {
  ADOPT_REFUND,
  ASK_NOW,
  ASK_REFUSED,
  END_REFUSED,
  GIVE_UP_REFUSED,
  REFUND_BY_NO,
  REFUND_LINES,
  REFUNDED_FEN,
  REST_OF_PAYMENT,
  TURN_REFUND,
} from './refund-sql';
import { mayTurn, pauseAfter, type RefundRowState } from './refund-step';

/**
 * `conflict`: of another payment or amount than our row of that number. `early`: the payment is not known yet, or
 * refunds of ours that WeChat has not decided stand in the way; a repeat finds out.
 */
export type RefundRecorded = 'recorded' | 'repeated' | 'unknownOrder' | 'early' | 'conflict';

interface RefundRow {
  id: number;
  moneyTransactionId: number;
  fen: number;
  state: RefundRowState;
  restock: boolean;
  refundId: string | null;
  transactionId: string;
  paidFen: number;
  disposition: Disposition;
}

const EVENTS: Partial<Record<RefundRowState, OrderEventReason>> = {
  success: 'refund_success',
  closed: 'refund_closed',
  abnormal: 'refund_abnormal',
};

/** The one door through which a refund gets another state: what WeChat verifiably told of it. */
@Injectable()
export class RefundRecordService {
  private readonly logger = new Logger(RefundRecordService.name);

  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly life: OrderLifeService,
    private readonly stock: StockService,
    private readonly afterSales: AfterSaleLifeService,
  ) {}

  /** In a transaction of its own, for an answer. */
  recordNow(refund: VerifiedRefund): Promise<RefundRecorded> {
    return inTransaction(this.db, (tx) => this.record(tx, refund));
  }

  /** Idempotent; ignores a state that is older than what is known. */
  async record(tx: EntityManager, refund: VerifiedRefund): Promise<RefundRecorded> {
    const order = await this.life.lockByNo(tx, refund.orderNo);
    if (!order) return 'unknownOrder';
    const known = await this.find(tx, order, refund);
    const row = known ?? (await this.adopt(tx, order, refund));
    if (!row) return 'early';
    if (row.fen !== refund.refundFen || row.transactionId !== refund.transactionId) return 'conflict';
    const turns = mayTurn(row.state, refund.state);
    // Once: a closing that is told again makes no more room.
    if (refund.state === 'closed' && (turns || !known))
      await named(tx, 'refund.ask_refused', ASK_REFUSED, [row.moneyTransactionId, this.clock.offset]);
    if (!turns) return 'repeated';

    await named(tx, 'refund.turn', TURN_REFUND, [
      row.id,
      refund.state,
      refund.refundId,
      refund.succeededAt,
      this.clock.offset,
      pauseAfter(1),
    ]);
    if (refund.state === 'success') await this.complete(tx, order, { row, actor: 'wechat' });
    else await this.note(tx, order, { row, state: refund.state });
    await this.tellAfterSale(tx, row.id, refund.state);
    return 'recorded';
  }

  /** A person ends one that WeChat refuses for good, whose absence there was just confirmed. */
  async endRefused(
    tx: EntityManager,
    { orderNo, outRefundNo }: RefundName,
    { actor, ...end }: RefusedEnd & { actor: string },
  ): Promise<void> {
    const order = (await this.life.lockByNo(tx, orderNo))!;
    const row = (await this.find(tx, order, { outRefundNo }))!;
    const note = end.to === 'returned_outside' ? end.note : null;
    const ended = await named(tx, 'refund.end_refused', END_REFUSED, [row.id, note, this.clock.offset]);
    if (ended.length === 0) throw new DomainError('refundNotRefused');
    if (note !== null) await this.complete(tx, order, { row, actor });
    else await this.life.note(tx, order, { actor, reason: 'refund_closed', causeId: row.id });
    await this.tellAfterSale(tx, row.id, note === null ? 'closed' : 'success');
  }

  private async find(tx: EntityManager, order: LockedOrder, refund: Pick<VerifiedRefund, 'outRefundNo'>) {
    const [row] = await named<RefundRow>(tx, 'refund.by_no', REFUND_BY_NO, [order.id, refund.outRefundNo]);
    return row;
  }

  /** The merchant refunded in WeChat's own portal; nothing is written where that cannot be told yet. */
  private async adopt(tx: EntityManager, order: LockedOrder, refund: VerifiedRefund) {
    const isClosed = refund.state === 'closed';
    if (!isClosed && !(await this.makeRoom(tx, order, refund))) return undefined;
    const [adopted] = await named<{ id: number }>(tx, 'refund.adopt', ADOPT_REFUND, [
      order.id,
      refund.outRefundNo,
      refund.transactionId,
      refund.refundFen,
      this.clock.offset,
      refund.refundId,
      isClosed,
    ]);
    if (!adopted) return undefined;
    const reason = isClosed ? 'refund_closed' : 'refund';
    await this.life.note(tx, order, { actor: 'wechat', reason, causeId: adopted.id });
    return this.find(tx, order, refund);
  }

  /**
   * WeChat never gives back more than was paid: where ours would own the money too, those that WeChat refused for
   * good are given up, and about the others WeChat is asked at once.
   */
  private async makeRoom(tx: EntityManager, order: LockedOrder, refund: VerifiedRefund): Promise<boolean> {
    await this.giveUp(tx, order, refund);
    const [payment] = await named<{ id: number; restFen: number }>(tx, 'refund.rest', REST_OF_PAYMENT, [
      order.id,
      refund.transactionId,
    ]);
    if (!payment) return false;
    if (payment.restFen >= refund.refundFen) return true;
    this.logger.warn({ msg: 'refund of the portal waits for refunds of ours', orderId: order.id });
    await named(tx, 'refund.ask_now', ASK_NOW, [payment.id, this.clock.offset]);
    return false;
  }

  private async giveUp(tx: EntityManager, order: LockedOrder, refund: VerifiedRefund): Promise<void> {
    const given = await named<{ id: number }>(tx, 'refund.give_up', GIVE_UP_REFUSED, [
      order.id,
      refund.transactionId,
      refund.refundFen,
    ]);
    for (const { id } of given) {
      await this.life.note(tx, order, { actor: 'wechat', reason: 'refund_closed', causeId: id });
      await this.tellAfterSale(tx, id, 'closed');
    }
  }

  /** The money is back: goods return, and an order that is refunded in full has come to its end. */
  private async complete(
    tx: EntityManager,
    order: LockedOrder,
    { row, actor }: { row: RefundRow; actor: string },
  ): Promise<void> {
    if (row.restock) await this.takeBack(tx, order, row.id);
    const [refunded] = await named<{ fen: number }>(tx, 'refund.refunded', REFUNDED_FEN, [
      row.moneyTransactionId,
    ]);
    const end = refunded!.fen === row.paidFen ? endOf(row.disposition) : undefined;
    const cause = { actor, reason: 'refund_success', causeId: row.id } as const;
    if (end) await this.life.move(tx, order, end, cause);
    else await this.life.note(tx, order, cause);
  }

  private async takeBack(tx: EntityManager, order: LockedOrder, refundId: number): Promise<void> {
    const lines = await named<Pieces>(tx, 'refund.lines', REFUND_LINES, [refundId]);
    const moves = lines.map((line) => ({ ...line, orderId: order.id, causeId: refundId, actor: 'wechat' }));
    await this.stock.takeBack(tx, moves);
    await this.life.returnLines(tx, order.id, lines);
  }

  private async tellAfterSale(tx: EntityManager, refundId: number, state: RefundRowState): Promise<void> {
    if (state === 'success') await this.afterSales.refundEnded(tx, refundId, 'done');
    if (state === 'closed') await this.afterSales.refundEnded(tx, refundId, 'refund_closed');
  }

  private async note(
    tx: EntityManager,
    order: LockedOrder,
    { row, state }: { row: RefundRow; state: RefundRowState },
  ): Promise<void> {
    const reason = EVENTS[state];
    if (!reason) return;
    this.logger.error({ msg: `a refund is ${state}`, orderId: order.id, refund: row.id });
    await this.life.note(tx, order, { actor: 'wechat', reason, causeId: row.id });
  }
}

/** Late, second and wrong money goes back without touching its order. */
function endOf(disposition: Disposition): OrderStatus | undefined {
  if (disposition === 'fulfilled') return OrderStatus.Refunded;
  return disposition === 'held' ? OrderStatus.Handled : undefined;
}
