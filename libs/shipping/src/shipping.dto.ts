import {
  beijingTime,
  Compacted,
  cursorOf,
  DomainError,
  FromDigits,
  IsId,
  IsShortText,
  placeOf,
  KnownNamesOnly,
} from '@app/common';
import type { DeliveryCompany } from '@app/wechat';
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
import { LOGISTICS, MAX_PARCELS, type Logistics, type ShipWish } from './shipment-plan';
import type { ParcelListed, ShippingFilter, ShippingListed, ShippingState } from './shipping-list.service';
import { UPLOAD_STATES } from './upload-step';

const WRONG_SIZE = { message: 'size必须是1到100' };
const WRONG_PARCEL = { message: '包裹参数错误' };
const STATES: ShippingState[] = ['unshipped', ...UPLOAD_STATES];

export class ParcelBody {
  /**
   * As `admin/carrier` spells it, or a usual short name 编码、名称或简称.
   * @example ZTO
   */
  @Matches(/^[\p{L}\p{N}_&()-]{1,128}$/u, { message: '快递公司编码错误' })
  @Compacted()
  carrier: string;

  /** Blanks and invisible characters are left out. @example 73100001234567 */
  @Matches(/^[\w-]{1,128}$/, { message: '快递单号错误' })
  @Compacted()
  tracking_no: string;

  /** What is in it, for WeChat; left out, all that was ordered. */
  @IsShortText(120, { optional: true })
  goods?: string;
}

/** What leaves, and how; nothing said is delivery by the merchant himself. */
export class ShipmentBody {
  @IsOptional()
  @Type(() => ParcelBody)
  @ValidateNested({ each: true, ...WRONG_PARCEL })
  @IsObject({ each: true, ...WRONG_PARCEL })
  @ArrayMaxSize(MAX_PARCELS, { message: `包裹最多${MAX_PARCELS}个` })
  @ArrayMinSize(1, { message: '包裹不能为空' })
  @IsArray(WRONG_PARCEL)
  parcels?: ParcelBody[];

  /** express with parcels; same_city: the merchant brings it; virtual: nothing to bring; pick_up: the shopper fetches it. */
  @IsOptional()
  @IsIn(LOGISTICS, { message: `logistics必须是${LOGISTICS.join('、')}之一` })
  logistics?: Logistics;

  static wishOf({ parcels = [], logistics }: ShipmentBody, isLast?: boolean): ShipWish {
    const named = (parcels ?? []).map(({ carrier, tracking_no, goods }) => ({
      carrier,
      trackingNo: tracking_no,
      goods,
    }));
    return { parcels: named, logistics: logistics ?? undefined, isLast: isLast ?? undefined };
  }
}

export class ShipBody extends ShipmentBody {
  /** `false`: more parcels of this order are to come; they are named by the same call. */
  @IsOptional()
  @IsBoolean({ message: 'is_last必须是布尔值' })
  is_last?: boolean;
}

/** The CMS sends the order's `id` alone. */
export class DeliveryBody extends ShipBody {
  @IsId()
  id: number;
}

export class CarrierView {
  /** @example ZTO */
  code: string;
  /** @example 中通快递 */
  name: string;

  static of({ id, name }: DeliveryCompany): CarrierView {
    return { code: id, name };
  }
}

export class ParcelView {
  /** @example ZTO */
  carrier: string;
  /** @example 中通快递 */
  carrier_name: string;
  /** @example 73100001234567 */
  tracking_no: string;
  /** @example 2026-01-01 08:30:00 */
  ship_time: string;

  static of({ carrier, carrierName, trackingNo, at }: ParcelListed): ParcelView {
    return { carrier, carrier_name: carrierName, tracking_no: trackingNo, ship_time: beijingTime(at) };
  }
}

@KnownNamesOnly()
export class ShippingQuery {
  /**
   * unshipped: paid only; wanted: on its way to WeChat; uploaded: more parcels are to come; done: WeChat knows; person:
   * WeChat refuses it; refused: refunded or received before; not_managed: WeChat does not want it. Left out: all that
   * still has to be done.
   */
  @IsOptional()
  @IsIn(STATES, { message: `state必须是${STATES.join('、')}之一` })
  state?: ShippingState;

  /** `next` of the page before. */
  @IsOptional()
  @Matches(/^[\w-]{1,40}$/, { message: 'cursor无效' })
  cursor?: string;

  /** Rows of a page, 100 at most. */
  @IsOptional()
  @FromDigits()
  @IsInt(WRONG_SIZE)
  @Min(1, WRONG_SIZE)
  @Max(100, WRONG_SIZE)
  size: number = 15;

  static filterOf({ state, cursor, size }: ShippingQuery): ShippingFilter {
    const after = cursor === undefined ? undefined : placeOf(cursor);
    if (cursor !== undefined && !after) throw DomainError.field('cursor', 'cursor无效');
    return { state, after, size };
  }
}

export class ShippingView {
  order_id: number;
  order_no: string;
  state: string;
  /**
   * WeChat reminds of what has not left by then.
   * @example 2026-01-03 08:30:00
   */
  deadline: string;
  overdue: boolean;
  logistics: string | null;
  /** False while more parcels are to come. */
  complete: boolean | null;
  /** Whether the one chance to ship anew is used. */
  reshipped: boolean;
  tries: number;
  /** WeChat's code, where it did not simply say yes. */
  code: string | null;
  upload_time: string | null;
  parcels: { carrier: string; tracking_no: string }[];

  static of(row: ShippingListed): ShippingView {
    return {
      order_id: row.id,
      order_no: row.orderNo,
      state: row.state,
      deadline: beijingTime(row.deadline),
      overdue: row.isOverdue,
      logistics: row.logistics,
      complete: row.isComplete,
      reshipped: row.isReshipped,
      tries: row.tries ?? 0,
      code: row.code,
      upload_time: row.uploadTime && beijingTime(row.uploadTime),
      parcels: row.parcels.map(({ carrier, trackingNo }) => ({ carrier, tracking_no: trackingNo })),
    };
  }
}

export class ShippingPage {
  data: ShippingView[];
  /** Hand it back as `cursor` for what follows 下一页; null: there is no more. */
  next: string | null;

  static of({ rows, hasMore }: { rows: ShippingListed[]; hasMore: boolean }): ShippingPage {
    const last = rows.at(-1);
    return { data: rows.map((row) => ShippingView.of(row)), next: hasMore && last ? cursorOf(last) : null };
  }
}
