import { beijingTime } from '@app/common';
import type { TemplateValues } from '@app/wechat';
import type { Logistics } from './shipment-plan';

/** A shipment as its message tells of it. */
export interface ShippedOrder {
  snapName: string;
  orderNo: string;
  logistics: Logistics;
  /** Of the first parcel. */
  carrierName?: string;
  trackingNo?: string;
  shippedAt: Date;
}

const WITHOUT_PARCEL: Record<Logistics, string> = {
  express: '快递',
  same_city: '商家配送',
  virtual: '线上发货',
  pick_up: '到店自提',
};

/** WeChat's limits: five Chinese characters, and 32 of any ASCII. */
const PHRASE = /^\p{Script=Han}{1,5}/u;
const CODE = /^[\x21-\x7e]{1,32}$/;
const NONE = '-';

/** The values of the template 发货通知: goods, order number, carrier, tracking number, time. */
export function shippedValues(order: ShippedOrder): TemplateValues {
  const { snapName, orderNo, logistics, carrierName = '', trackingNo = '', shippedAt } = order;
  const [carrier = WITHOUT_PARCEL[logistics]] = PHRASE.exec(carrierName) ?? [];
  return {
    thing1: snapName,
    character_string2: orderNo,
    phrase3: carrier,
    character_string4: CODE.test(trackingNo) ? trackingNo : NONE,
    time5: beijingTime(shippedAt),
  };
}
