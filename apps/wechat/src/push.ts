import type { Desk } from './bookkeeper';
import type { Transaction } from './books';
import { later } from './retry-ladder';
import { SETTLED_SECONDS, type TradeEnd } from './shipment';
import type { Json } from './v3-call';

/** An event that WeChat tells the merchant's server. */
export interface Push {
  id: string;
  event: string;
  openid: string;
  at: string;
  fields: Json;
}

/** One copy of a push on its way; status 0 where no answer came back. */
export interface PushDelivery {
  pushId: string;
  event: string;
  at: string;
  status: number;
  body: string;
  error?: string;
  acknowledged: boolean;
  /** The first or one of its repeats; a copy sent by hand is none. */
  planned: boolean;
  forge?: string;
}

/** How long WeChat thinks it takes from shipping to settlement. */
const ESTIMATED_SECONDS = 10 * 24 * 3600 + SETTLED_SECONDS;

export function newPush({ now, random }: Desk, event: string, openid: string, fields: Json): Push {
  return { id: random.hex(8).toLowerCase(), event, openid, at: now.toISOString(), fields };
}

export function accessReminderPush(desk: Desk, transaction: Transaction): Push {
  const { openid } = transaction;
  return newPush(desk, 'trade_manage_remind_access_api', openid, { msg: '请尽快接入发货信息管理' });
}

export function shippingReminderPush(desk: Desk, transaction: Transaction): Push {
  return newPush(desk, 'trade_manage_remind_shipping', transaction.openid, {
    ...tradeFields(desk, transaction),
    msg: '该订单支付超过48小时仍未发货，请尽快发货',
  });
}

/** After shipping it estimates, after receipt it knows; what does not apply is 0. */
export function settlementPush(
  desk: Desk,
  transaction: Transaction,
  { shippedAt, end }: { shippedAt?: string; end?: TradeEnd },
): Push {
  const shipped = shippedAt ?? desk.now.toISOString();
  return newPush(desk, 'trade_manage_order_settlement', transaction.openid, {
    ...tradeFields(desk, transaction),
    shipped_time: unix(shipped),
    estimated_settlement_time: end ? 0 : unix(later(shipped, ESTIMATED_SECONDS)),
    confirm_receive_method: end?.method ?? 0,
    confirm_receive_time: end ? unix(end.at) : 0,
    settlement_time: end ? unix(later(end.at, SETTLED_SECONDS)) : 0,
  });
}

export function popupPush(desk: Desk, openid: string, templateId: string, accepted: boolean): Push {
  const SubscribeStatusString = accepted ? 'accept' : 'reject';
  return newPush(desk, 'subscribe_msg_popup_event', openid, {
    List: [{ TemplateId: templateId, SubscribeStatusString, PopupScene: '0' }],
  });
}

export function sentPush(desk: Desk, openid: string, templateId: string, msgId: string): Push {
  return newPush(desk, 'subscribe_msg_sent_event', openid, {
    List: [{ TemplateId: templateId, MsgID: msgId, ErrorCode: '0', ErrorStatus: 'success' }],
  });
}

function tradeFields({ config }: Desk, { transactionId, outTradeNo, paidAt }: Transaction): Json {
  return {
    transaction_id: transactionId,
    merchant_id: config.WECHAT_PAY_MCH_ID,
    sub_merchant_id: '',
    merchant_trade_no: outTradeNo,
    pay_time: unix(paidAt),
  };
}

/** An ISO instant as WeChat's push and shipping calls tell it. */
export function unix(at: string): number {
  return Math.floor(Date.parse(at) / 1000);
}
