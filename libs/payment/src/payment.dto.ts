import { beijingTime, CursorQuery, IsId, nextCursor, yuanOf } from '@app/common';
import { ApiProperty } from '@nestjs/swagger';
import type { ClientParams } from '@app/wechat';
import { IsIn, IsOptional } from 'class-validator';
import type { MoneyTransaction } from './payment.entity';

/** What `wx.requestPayment` takes; clients tell by `timeStamp` that they may pay. */
export class PaymentParameters implements ClientParams {
  /** Unix seconds, as text. */
  timeStamp: string;
  nonceStr: string;
  /** @example prepay_id=wx01080001a3b4c5d6e7f8091a2b3c4d5e00 */
  package: string;
  /** @example HMAC-SHA256 */
  signType: ClientParams['signType'];
  paySign: string;
  /** In the sandbox only: the page on which a person pays. */
  cashier_url?: string;
}

/** 1 unpaid, 2 paid, 4 paid and out of stock, 7 closed; see the order's statuses. */
export class ConfirmedStatus {
  /** @example 2 */
  status: number;
}

export const DISPOSITIONS = ['fulfilled', 'held', 'to_refund', 'disputed'];

export class TransactionQuery extends CursorQuery {
  /** held: paid but out of stock; to_refund: late or second money; disputed: a wrong amount. */
  @IsOptional()
  @IsIn(DISPOSITIONS, { message: `disposition必须是${DISPOSITIONS.join('、')}之一` })
  disposition?: MoneyTransaction['disposition'];

  @IsOptional()
  @IsId()
  order_id?: number;
}

export class TransactionView {
  /** Names the payment in `admin/transaction/:id/refund`. */
  id: number;
  transaction_id: string;
  order_id: number;
  /** @example 39.98 */
  amount: string;
  currency: string;
  disposition: string;
  source: string;
  /** @example 2026-01-01 08:30:00 */
  paid_time: string;

  static of(row: MoneyTransaction): TransactionView {
    return {
      id: row.id,
      transaction_id: row.transactionId,
      order_id: row.orderId,
      amount: yuanOf(row.fen),
      currency: row.currency,
      disposition: row.disposition,
      source: row.source,
      paid_time: beijingTime(row.paidAt),
    };
  }
}

export class TransactionPage {
  data: TransactionView[];
  /** `before` of the next page; null where there is none. */
  @ApiProperty({ type: 'integer', nullable: true })
  next: number | null;

  static of(rows: MoneyTransaction[], query: TransactionQuery): TransactionPage {
    return { data: rows.map((row) => TransactionView.of(row)), next: nextCursor(rows, query) };
  }
}
