import { provinceOf } from '@app/common';

/** 运费, as the merchant sets it. */
export interface FreightRule {
  baseFen: number;
  /** Goods of so much and more travel without the base fee; null: none do. */
  freeFromFen: number | null;
  provinces: readonly ProvinceFreight[];
}

export interface ProvinceFreight {
  /** Without its ending: 浙江, 内蒙古. */
  province: string;
  /** Comes on top, free of the base fee or not: that is what far provinces cost the merchant. */
  surchargeFen: number;
  isServed: boolean;
}

/** Where nothing is set. */
export const FREE_FREIGHT: FreightRule = { baseFen: 0, freeFromFen: null, provinces: [] };

/** Beyond any parcel, and small enough for its shares to be counted exactly. */
export const MAX_FREIGHT_FEN = 1_000_000;

/**
 * What it costs to send goods of that much there, in fen; refused where nothing is sent to. Where provinces have rules
 * of their own, a province that is none of the 34 is unknown: the base freight may be a loss there.
 */
export function freightOf(
  rule: FreightRule,
  goodsFen: number,
  province: string,
): number | 'refused' | 'unknown' {
  const name = provinceOf(province);
  if (name === undefined && rule.provinces.length > 0) return 'unknown';
  const there = rule.provinces.find((one) => one.province === name);
  if (there && !there.isServed) return 'refused';
  const isFree = rule.freeFromFen !== null && goodsFen >= rule.freeFromFen;
  return (isFree ? 0 : rule.baseFen) + (there?.surchargeFen ?? 0);
}

/** Parts of an amount in proportion to the weights, whole fen, which add up to it: the largest remainders are rounded up. */
export function sharesOf(fen: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => Math.floor((fen * weight) / whole));
  const rest = fen - shares.reduce((sum, share) => sum + share, 0);
  const roundedUp = weights
    .map((weight, index) => ({ index, remainder: (fen * weight) % whole }))
    .toSorted((a, b) => b.remainder - a.remainder || a.index - b.index)
    .slice(0, rest);
  for (const { index } of roundedUp) shares[index]! += 1;
  return shares;
}
