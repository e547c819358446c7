import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { REFUND_ENDS, type RefundEnd } from './books';
import { MAX_FEN, TEN_YEARS_SECONDS } from './sim.dto';

/** What becomes of the next refunds, or of the one that is named. */
export class RefundBody {
  @IsIn(REFUND_ENDS)
  becomes: RefundEnd;

  /** After acceptance, 3 where nothing is said; for a refund that is named from now on, 0. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(TEN_YEARS_SECONDS)
  afterSeconds?: number;

  /** How many of the next refunds, one where nothing is said; -1 for ever, 0 none. */
  @IsOptional()
  @IsInt()
  @Min(-1)
  times?: number;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  out_refund_no?: string;
}

/** A refund that somebody makes in the merchant portal. */
export class PortalRefundBody {
  @IsOptional()
  @IsString()
  @Length(1, 32)
  out_trade_no?: string;

  @IsOptional()
  @IsString()
  @Length(1, 32)
  transaction_id?: string;

  /** Fen; without it, all that is left. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  refund_fee?: number;
}

export class FundsBody {
  /** Whether the merchant's own funds are enough for refunds. */
  @IsBoolean()
  enough: boolean;
}
