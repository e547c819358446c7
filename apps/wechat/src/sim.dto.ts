import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  isString,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { NOTICE_SIGNERS, type NoticeSigner } from './account-book';
import { FAULT_KINDS, FAULTY_ENDPOINTS, type FaultKind, type FaultyEndpoint } from './faults';

export const MAX_FEN = 9_999_999_999;
export const TEN_YEARS_SECONDS = 10 * 365 * 24 * 3600;

export class LoginBody {
  /** Who logs in; the same name is the same openid. */
  @IsString()
  @Length(1, 64)
  name: string;
}

export class StrictBody {
  @IsBoolean()
  on: boolean;
}

export class SignBody {
  @IsIn(NOTICE_SIGNERS)
  with: NoticeSigner;
}

export class PrepayBody {
  // What wx.requestPayment calls its package is taken too.
  @Transform(({ value }: { value: unknown }) => (isString(value) ? value.replace(/^prepay_id=/, '') : value))
  @Matches(/^\w{1,80}$/, { message: 'prepay_id must be the one unifiedorder or jsapi answered' })
  prepay_id: string;
}

export class PayBody extends PrepayBody {
  /** Fen, when the payer is to pay another amount than was asked. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  total_fee?: number;

  @IsOptional()
  @Matches(/^[A-Z]{3}$/)
  fee_type?: string;

  /** A second transaction for a paid order. */
  @IsOptional()
  @IsBoolean()
  again?: boolean;

  /** A payment for an order that is closed or expired. */
  @IsOptional()
  @IsBoolean()
  late?: boolean;

  /** The first notice sets out that much later, by the common clock. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(TEN_YEARS_SECONDS)
  delaySeconds?: number;

  /** No notice ever sets out. */
  @IsOptional()
  @IsBoolean()
  lost?: boolean;
}

export class ClockBody {
  @IsInt()
  @Min(1)
  @Max(TEN_YEARS_SECONDS)
  advanceSeconds: number;
}

export class NotifyBody {
  @IsOptional()
  @IsString()
  @Length(1, 32)
  out_trade_no?: string;

  /** Which payment of the order; without it the latest. */
  @IsOptional()
  @IsString()
  transaction_id?: string;

  /** In place of both: the refund whose end is told once more. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  out_refund_no?: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  copies: number = 1;
}

export class FaultBody {
  @IsIn(FAULTY_ENDPOINTS)
  endpoint: FaultyEndpoint;

  @IsIn(FAULT_KINDS)
  kind: FaultKind;

  /** How many calls it spoils; -1 for ever, 0 none any more. */
  @IsOptional()
  @IsInt()
  @Min(-1)
  times: number = 1;
}
