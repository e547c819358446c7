import { beijingTime, Compacted, CursorQuery, IsId, IsShortText, nextCursor, yuanOf } from '@app/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  ValidateNested,
} from 'class-validator';
import type { AfterSaleKind, AfterSaleState } from './after-sale-step';
import type { Pieces } from './refund-plan';
import { RefundLineBody } from './refund.dto';

const WRONG_LINE = { message: '售后商品参数错误' };
const KINDS: AfterSaleKind[] = ['refund_only', 'return_refund'];
export const AFTER_SALE_STATES: AfterSaleState[] = [
  'asked',
  'agreed',
  'returning',
  'refunding',
  'refund_closed',
  'done',
  'refused',
  'withdrawn',
];

export class AfterSaleBody {
  /** refund_only: the goods stay where they are; return_refund: they come back first. */
  @IsIn(KINDS, { message: `kind必须是${KINDS.join('、')}之一` })
  kind: AfterSaleKind;

  /** The pieces that it is about; left out, all that were not refunded. */
  @IsOptional()
  @Type(() => RefundLineBody)
  @ValidateNested({ each: true, ...WRONG_LINE })
  @IsObject({ each: true, ...WRONG_LINE })
  @ArrayMaxSize(100, { message: '售后商品最多100项' })
  @ArrayMinSize(1, { message: '售后商品不能为空' })
  @IsArray(WRONG_LINE)
  lines?: RefundLineBody[];

  /** A word for the merchant, 200 characters at most. */
  @IsShortText(200)
  reason: string;
}

export class ReturnBody {
  /** @example 顺丰速运 */
  @IsShortText(30, { optional: true })
  carrier?: string;

  /** Blanks and invisible characters are left out. @example SF1234567890123 */
  @IsShortText(40)
  @Compacted()
  tracking_no: string;
}

export class RefuseBody {
  /** A word for the shopper, 200 characters at most. */
  @IsShortText(200)
  reason: string;
}

export class ReceivedBody {
  /** Whether the goods can be sold again. */
  @IsBoolean({ message: 'restock必须是布尔值' })
  restock: boolean;
}

export class AfterSaleQuery extends CursorQuery {
  /** agreed: waits for the goods; returning: they are on their way; refund_closed: WeChat closed the refund. */
  @IsOptional()
  @IsIn(AFTER_SALE_STATES, { message: `state必须是${AFTER_SALE_STATES.join('、')}之一` })
  state?: AfterSaleState;

  @IsOptional()
  @IsId()
  order_id?: number;
}

export class AskedAfterSale {
  /** @example 201 */
  code: number = 201;
  /** @example ok */
  msg: string = 'ok';
  /** @example 0 */
  errorCode: number = 0;
  after_sale_id: number;

  static of({ id }: { id: number }): AskedAfterSale {
    return Object.assign(new AskedAfterSale(), { after_sale_id: id });
  }
}

/** Pieces of a line, with what the order says of it. */
export interface NamedPieces extends Pieces {
  name: string;
  spec: string;
  priceFen: number;
}

/** A request as it is read. */
export interface AfterSaleListed {
  id: number;
  orderId: number;
  kind: AfterSaleKind;
  state: AfterSaleState;
  reason: string;
  refusal: string | null;
  carrier: string | null;
  trackingNo: string | null;
  refundId: number | null;
  fen: number | null;
  lines: NamedPieces[];
  askedAt: Date;
  endedAt: Date | null;
}

export class AfterSaleLine {
  sku_id: number;
  count: number;
  /** 商品名称 As it was ordered. @example 粗陶马克杯 */
  name: string;
  /** 规格名称 Empty where the product has one size. */
  spec: string;
  /** 单价 元 Yuan a piece. @example 49.50 */
  price: string;
}

export class AfterSaleView {
  id: number;
  order_id: number;
  /** refund_only or return_refund. */
  kind: string;
  state: string;
  reason: string;
  /** Why the merchant refused. */
  refusal: string | null;
  /** Of the return. */
  carrier: string | null;
  tracking_no: string | null;
  refund_id: number | null;
  /** 元 Yuan that go back, once the refund has begun. */
  amount: string | null;
  lines: AfterSaleLine[];
  /** @example 2026-01-01 08:30:00 */
  ask_time: string;
  end_time: string | null;

  static of(row: AfterSaleListed): AfterSaleView {
    return {
      id: row.id,
      order_id: row.orderId,
      kind: row.kind,
      state: row.state,
      reason: row.reason,
      refusal: row.refusal,
      carrier: row.carrier,
      tracking_no: row.trackingNo,
      refund_id: row.refundId,
      amount: row.fen === null ? null : yuanOf(row.fen),
      lines: row.lines.map(({ skuId, count, name, spec, priceFen }) => ({
        sku_id: skuId,
        count,
        name,
        spec,
        price: yuanOf(priceFen),
      })),
      ask_time: beijingTime(row.askedAt),
      end_time: row.endedAt && beijingTime(row.endedAt),
    };
  }
}

export class AfterSalePage {
  data: AfterSaleView[];
  /** `before` of the next page; null where there is none. */
  @ApiProperty({ type: 'integer', nullable: true })
  next: number | null;

  static of(rows: AfterSaleListed[], query: AfterSaleQuery): AfterSalePage {
    return { data: rows.map((row) => AfterSaleView.of(row)), next: nextCursor(rows, query) };
  }
}
