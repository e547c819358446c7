import type { GatewayName } from '@app/common';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { ROTATED_KEYS, type RotatedKey } from './keys';

export class RotateBody {
  @IsIn(ROTATED_KEYS)
  what: RotatedKey;
}

export class HoldKeyBody {
  @IsIn(['v2', 'v3'])
  version: GatewayName;

  /** Which of the keys in the merchant's setting, from 0. */
  @IsInt()
  @Min(0)
  @Max(9)
  index: number;
}
