import type { DeliveryCompany } from '@app/wechat';

/** Who carries most parcels in China, as WeChat spells them: what the shop knows before WeChat has told it more. */
export const COMMON_CARRIERS: readonly DeliveryCompany[] = [
  { id: 'SF', name: '顺丰速运' },
  { id: 'ZTO', name: '中通快递' },
  { id: 'YTO', name: '圆通速递' },
  { id: 'STO', name: '申通快递' },
  { id: 'YD', name: '韵达速递' },
  { id: 'JTSD', name: '极兔速递' },
  { id: 'JD', name: '京东快递' },
  { id: 'EMS', name: 'EMS' },
  { id: 'YZPY', name: '邮政快递包裹' },
  { id: 'DBL', name: '德邦快递' },
];
