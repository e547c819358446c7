import { Clock, DomainError, type PageQuery } from '@app/common';
import { inTransaction, named } from '@app/database';
import { WeChatPayService, type BillLine, type Merchant, type TradeBill } from '@app/wechat';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { pauseAfterTry } from './bill-pause';
import {
  BILL_FAILED,
  BILL_FETCHED,
  CLAIM_BILLS,
  DROP_LINES,
  INSERT_LINES,
  LIST_BILLS,
  WANT_AGAIN,
  WANT_BILLS,
} from './bill-sql';
import type { BillListed } from './reconciliation.dto';

/** A bill whose turn it is. */
export interface DueBill extends Merchant {
  id: number;
  /** `2026-01-01`, Beijing. */
  date: string;
  state: 'wanted' | 'fetched' | 'none' | 'failed';
  tries: number;
}

/** Short enough for any statement's time limit. */
const LINES_AT_ONCE = 2_000;

/** 账单: which days of which merchant are wanted, and what WeChat says of them. */
@Injectable()
export class BillService {
  private readonly logger = new Logger(BillService.name);

  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly wechatPay: WeChatPayService,
  ) {}

  async want(): Promise<void> {
    const { mchId, appId, gateway, signType } = this.wechatPay.current;
    await named(this.db, 'bill.want', WANT_BILLS, [this.clock.offset, mchId, appId, gateway, signType]);
  }

  claim(most: number): Promise<DueBill[]> {
    return named(this.db, 'bill.claim', CLAIM_BILLS, [this.clock.offset, most]);
  }

  /** Answers whether it is here now; a bill that cannot be had or read is tried again later. */
  async fetch(bill: DueBill): Promise<boolean> {
    const outcome = await this.wechatPay.tradeBill(bill, bill.date);
    if (outcome.kind === 'ok') {
      await inTransaction(this.db, (tx) => this.store(tx, bill, outcome.value));
      return true;
    }
    const trouble = outcome.kind === 'rejected' ? outcome.code : outcome.cause;
    this.logger.warn({ msg: 'a bill is not to be had', date: bill.date, mchId: bill.mchId, trouble });
    const params = [bill.id, trouble, pauseAfterTry(bill.tries), this.clock.offset];
    await named(this.db, 'bill.failed', BILL_FAILED, params);
    return false;
  }

  list({ size, skip }: PageQuery): Promise<BillListed[]> {
    return named(this.db, 'bill.list', LIST_BILLS, [size, skip]);
  }

  /** Once more, as if that day had never been fetched. */
  async wantAgain(date: string): Promise<void> {
    const wanted = await named(this.db, 'bill.want_again', WANT_AGAIN, [date, this.clock.offset]);
    if (wanted.length === 0) throw new DomainError('billNotFound');
  }

  /** In place of what was there: the whole bill, or nothing of it. */
  private async store(
    tx: EntityManager,
    { id }: DueBill,
    { lines, unread, totals }: TradeBill,
  ): Promise<void> {
    await named(tx, 'bill.drop_lines', DROP_LINES, [id]);
    for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
      const some = lines.slice(from, from + LINES_AT_ONCE).map(kept);
      await named(tx, 'bill.insert_lines', INSERT_LINES, [id, JSON.stringify(some)]);
    }
    const { paidFen, refundFen } = totals;
    const lineCount = lines.length + unread.length;
    const params = [id, lineCount, paidFen, refundFen, this.clock.offset, JSON.stringify(unread)];
    await named(tx, 'bill.fetched', BILL_FETCHED, params);
  }
}

function kept({ kind, appId, transactionId, orderNo, currency, totalFen, outRefundNo, refundFen }: BillLine) {
  return { kind, appId, transactionId, orderNo, currency, totalFen, outRefundNo, refundFen };
}
