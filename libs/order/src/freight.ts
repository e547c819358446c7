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

// prettier-ignore
const PROVINCES = new Set([
  '北京', '天津', '河北', '山西', '内蒙古', '辽宁', '吉林', '黑龙江', '上海', '江苏', '浙江', '安徽', '福建', '江西',
  '山东', '河南', '湖北', '湖南', '广东', '广西', '海南', '重庆', '四川', '贵州', '云南', '西藏', '陕西', '甘肃',
  '青海', '宁夏', '新疆', '台湾', '香港', '澳门',
]);

const ENDING = /(?:(?:壮族|回族|维吾尔)?自治区|特别行政区|省|市)$/;

/** What it costs to send goods of that much there, in fen; refused where nothing is sent to. */
export function freightOf(rule: FreightRule, goodsFen: number, province: string): number | 'refused' {
  const name = provinceOf(province);
  const there = rule.provinces.find((one) => one.province === name);
  if (there && !there.isServed) return 'refused';
  const isFree = rule.freeFromFen !== null && goodsFen >= rule.freeFromFen;
  return (isFree ? 0 : rule.baseFen) + (there?.surchargeFen ?? 0);
}

/** `浙江省` and `浙江` are one: WeChat's address says the one, some clients the other. */
export function provinceOf(text: string): string {
  return text.replaceAll(/\s/g, '').replace(ENDING, '');
}

export function isProvince(text: string): boolean {
  return PROVINCES.has(provinceOf(text));
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
