import {
  beijingTime,
  CursorQuery,
  fenOf,
  FromDigits,
  IsId,
  IsShortText,
  nextCursor,
  yuanOf,
} from '@app/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { RefundPreview } from './refund.service';
import type { RefundRowState } from './refund-step';

const WRONG_LINE = { message: '退款商品参数错误' };
export const REFUND_STATES: RefundRowState[] = ['requested', 'processing', 'success', 'closed', 'abnormal'];

export class RefundLineBody {
  /** @example 2 */
  @IsId(WRONG_LINE.message)
  sku_id: number;

  /** @example 1 */
  @FromDigits()
  @IsInt(WRONG_LINE)
  @Min(1, WRONG_LINE)
  @Max(1_000_000, WRONG_LINE)
  count: number;
}

/** An empty body refunds all that is left of the order. */
export class RefundBody {
  /** 元 Yuan; without it what the lines cost. */
  @IsOptional()
  @Matches(/^\d{1,8}(\.\d{1,2})?$/, { message: 'amount必须是两位小数以内的金额' })
  amount?: string;

  /** The pieces that it is for. */
  @IsOptional()
  @Type(() => RefundLineBody)
  @ValidateNested({ each: true, ...WRONG_LINE })
  @IsObject({ each: true, ...WRONG_LINE })
  @ArrayMaxSize(100, { message: '退款商品最多100项' })
  @ArrayMinSize(1, { message: '退款商品不能为空' })
  @IsArray(WRONG_LINE)
  lines?: RefundLineBody[];

  /** 运费 `true`: the freight goes back too, or alone where no lines are named. */
  @IsOptional()
  @IsBoolean({ message: 'freight必须是布尔值' })
  freight?: boolean;

  /** 确认金额 元 What `refund/preview` showed: where another amount would go back by now, nothing does (409). @example 39.98 */
  @IsOptional()
  @Matches(/^\d{1,8}(\.\d{1,2})?$/, { message: 'confirm必须是两位小数以内的金额' })
  confirm?: string;

  /** 80 characters that the shopper is shown. */
  @IsShortText(80, { optional: true })
  reason?: string;

  /** Whether the goods come back into stock; left out, they do where the order was not shipped. */
  @IsOptional()
  @IsBoolean({ message: 'restock必须是布尔值' })
  restock?: boolean;

  static wishOf({ amount, lines, freight, reason, restock, confirm }: RefundBody) {
    return {
      fen: amount === undefined ? undefined : fenOf(amount),
      lines: lines?.map(({ sku_id, count }) => ({ skuId: sku_id, count })),
      freight,
      reason,
      restock,
      confirmedFen: confirm === undefined ? undefined : fenOf(confirm),
    };
  }
}

export class DisputeBody {
  /** 80 characters that the shopper is shown. */
  @IsShortText(80, { optional: true })
  reason?: string;
}

export class ReturnedOutsideBody {
  /** 退款方式 How the money went back, e.g. by bank transfer; 200 characters at most. */
  @IsShortText(200)
  note: string;
}

export class RefundQuery extends CursorQuery {
  /** requested: not accepted yet; processing: accepted; success; closed: refused for good; abnormal: to be mended in WeChat's portal. */
  @IsOptional()
  @IsIn(REFUND_STATES, { message: `state必须是${REFUND_STATES.join('、')}之一` })
  state?: RefundRowState;

  @IsOptional()
  @IsId()
  order_id?: number;
}

export class RequestedRefund {
  /** @example 201 */
  code: number = 201;
  /** @example ok */
  msg: string = 'ok';
  /** @example 0 */
  errorCode: number = 0;
  refund_id: number;

  static of({ id }: { id: number }): RequestedRefund {
    return Object.assign(new RequestedRefund(), { refund_id: id });
  }
}

/** What would go back; `confirm` takes its `amount`. */
export class RefundPreviewView {
  /** @example 39.98 */
  amount: string;
  /** The pieces that it stands for. */
  lines: { sku_id: number; count: number }[];
  freight: boolean;
  restock: boolean;

  static of({ fen, lines, hasFreight, restock }: RefundPreview): RefundPreviewView {
    return {
      amount: yuanOf(fen),
      lines: lines.map(({ skuId, count }) => ({ sku_id: skuId, count })),
      freight: hasFreight,
      restock,
    };
  }
}

/** A refund as the merchant reads it. */
export interface RefundListed {
  id: number;
  outRefundNo: string;
  orderId: number;
  transactionId: string;
  fen: number;
  reason: string;
  restock: boolean;
  hasFreight: boolean;
  actor: string;
  state: RefundRowState;
  refusal: string | null;
  outsideNote: string | null;
  requestedAt: Date;
  succeededAt: Date | null;
}

export class RefundView {
  id: number;
  /** @example 26K3V9C8Q5ZJ7W2M4XN1R1 */
  out_refund_no: string;
  order_id: number;
  transaction_id: string;
  /** @example 39.98 */
  amount: string;
  reason: string;
  restock: boolean;
  /** Whether it stands for the freight 含运费. */
  freight: boolean;
  /** `admin:1`, `system`, or `wechat` for one made in WeChat's portal. */
  actor: string;
  state: string;
  /** WeChat's code, where a person has to see to it. */
  refusal: string | null;
  /** 线下退款 How the merchant gave the money back outside WeChat; null: through WeChat. */
  outside: string | null;
  /** @example 2026-01-01 08:30:00 */
  request_time: string;
  success_time: string | null;

  static of(row: RefundListed): RefundView {
    return {
      id: row.id,
      out_refund_no: row.outRefundNo,
      order_id: row.orderId,
      transaction_id: row.transactionId,
      amount: yuanOf(row.fen),
      reason: row.reason,
      restock: row.restock,
      freight: row.hasFreight,
      actor: row.actor,
      state: row.state,
      refusal: row.refusal,
      outside: row.outsideNote,
      request_time: beijingTime(row.requestedAt),
      success_time: row.succeededAt && beijingTime(row.succeededAt),
    };
  }
}

export class RefundPage {
  data: RefundView[];
  /** `before` of the next page; null where there is none. */
  @ApiProperty({ type: 'integer', nullable: true })
  next: number | null;

  static of(rows: RefundListed[], query: RefundQuery): RefundPage {
    return { data: rows.map((row) => RefundView.of(row)), next: nextCursor(rows, query) };
  }
}
