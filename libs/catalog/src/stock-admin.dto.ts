import { beijingTime, FromDigits, IsShortText, KnownNamesOnly } from '@app/common';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsPieces } from './price';
import { CHANGE_KINDS, MAX_CHANGE, type ChangeKind, type LedgerRow } from './stock-change';
import type { Counters } from './stock-admin.service';

const WRONG_CURSOR = { message: '$property必须是正整数' };

export class StockBody {
  /**
   * IN 入库: goods that came in; ADJUST 调整: a count that was wrong, negative for what is gone.
   * @example IN
   */
  @IsIn(CHANGE_KINDS, { message: `kind必须是${CHANGE_KINDS.join('、')}之一` })
  kind: ChangeKind;

  /**
   * Pieces, relative to what is for sale now; never below nothing.
   * @example 10
   */
  @IsPieces(-MAX_CHANGE, MAX_CHANGE)
  count: number;

  /** @example 春季到货 */
  @IsShortText(100)
  reason: string;
}

export class StockView {
  sku_id: number;
  /** 可售 For sale. */
  stock: number;
  /** 占用 Held by unpaid orders. */
  reserved: number;
  /** 已售 */
  sold: number;

  static of({ skuId, stock, reserved, sold }: Counters): StockView {
    return { sku_id: skuId, stock, reserved, sold };
  }
}

@KnownNamesOnly()
export class LedgerQuery {
  /** The `next` of the page before; left out, the newest. */
  @IsOptional()
  @FromDigits()
  @IsInt(WRONG_CURSOR)
  @Min(1, WRONG_CURSOR)
  @Max(999_999_999_999_999, WRONG_CURSOR)
  before?: number;

  /** Rows of a page, 100 at most. */
  @IsOptional()
  @IsPieces(1, 100)
  size: number = 20;
}

export class LedgerView {
  id: number;
  /** IN 入库, ADJUST 调整, HOLD 占用, RELEASE 释放, SELL 售出, RETURN 退回. */
  kind: string;
  count: number;
  order_id: number | null;
  /** HOLD, RELEASE: the order; SELL: the payment; RETURN: the refund. */
  cause_id: number | null;
  /** `shopper:ID`, `admin:ID`, `wechat` or `system`. */
  actor: string;
  reason: string | null;
  /** 单号 The paper it was done by. */
  ref: string | null;
  /** @example 2026-01-01 08:30:00 */
  time: string;

  static of({ orderId, causeId, at, ...row }: LedgerRow): LedgerView {
    const { id, kind, count, actor, reason, ref } = row;
    return {
      id,
      kind,
      count,
      order_id: orderId,
      cause_id: causeId,
      actor,
      reason,
      ref,
      time: beijingTime(at),
    };
  }
}

export class LedgerPage {
  data: LedgerView[];
  /** Where the next page begins; null where there is none. */
  next: number | null;

  static of(rows: LedgerRow[], size: number): LedgerPage {
    const isFull = rows.length === size;
    return { data: rows.map((row) => LedgerView.of(row)), next: isFull ? rows.at(-1)!.id : null };
  }
}
