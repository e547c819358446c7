/** Express companies, by the code that upload_shipping_info wants. */
const CARRIERS: Record<string, string> = {
  SF: '顺丰速运',
  ZTO: '中通快递',
  YTO: '圆通速递',
  STO: '申通快递',
  YD: '韵达速递',
  JD: '京东快递',
  EMS: 'EMS',
  YZPY: '邮政快递包裹',
  YZBK: '邮政国内标快',
  JTSD: '极兔速递',
  DBL: '德邦快递',
  DBLKY: '德邦快运',
  HTKY: '百世快递',
  HHTT: '天天快递',
  ZJS: '宅急送',
  UC: '优速快递',
  FWX: '丰网速运',
  DNWL: '丹鸟物流',
  CNSD: '菜鸟速递',
  SNWL: '苏宁物流',
  JDKY: '京东快运',
  SFKY: '顺丰快运',
  ZTOKY: '中通快运',
  STOKY: '申通快运',
  YDKY: '韵达快运',
  YMDD: '壹米滴答',
  ANE: '安能物流',
  KYSY: '跨越速运',
  SX: '顺心捷达',
  BTWL: '百世快运',
  ZTOGJ: '中通国际',
  CITY100: '城市100',
  JGSD: '京广速递',
  SURE: '速尔快递',
};

export function carrierOf(code: string): string | undefined {
  return Object.hasOwn(CARRIERS, code) ? CARRIERS[code] : undefined;
}

export function carrierList(): { delivery_id: string; delivery_name: string }[] {
  return Object.entries(CARRIERS).map(([delivery_id, delivery_name]) => ({ delivery_id, delivery_name }));
}
