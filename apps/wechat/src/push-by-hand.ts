import type { Desk } from './bookkeeper';
import { openidOf } from './login-code';
import {
  accessReminderPush,
  popupPush,
  type Push,
  sentPush,
  settlementPush,
  shippingReminderPush,
} from './push';

const TRADE_EVENTS = {
  trade_manage_remind_access_api: accessReminderPush,
  trade_manage_remind_shipping: shippingReminderPush,
  trade_manage_order_settlement: (desk, transaction) => {
    const { shipments, ends } = desk.books.mini;
    const { transactionId } = transaction;
    const { shippedAt } = shipments.get(transactionId) ?? {};
    return settlementPush(desk, transaction, { shippedAt, end: ends.get(transactionId) });
  },
} as const satisfies Record<string, typeof shippingReminderPush>;

const MESSAGE_EVENTS = {
  subscribe_msg_popup_event: (desk, openid, templateId) => popupPush(desk, openid, templateId, true),
  subscribe_msg_sent_event: (desk, openid, templateId) => sentPush(desk, openid, templateId, '4'.repeat(19)),
} as const satisfies Record<string, (desk: Desk, openid: string, templateId: string) => Push>;

export type PushEvent = keyof typeof TRADE_EVENTS | keyof typeof MESSAGE_EVENTS;
export const PUSH_EVENTS = [...Object.keys(TRADE_EVENTS), ...Object.keys(MESSAGE_EVENTS)] as PushEvent[];

/** An event as it would be told now; none where its order or shopper is not named, or not known. */
export function pushByHand(
  desk: Desk,
  event: PushEvent,
  about: { outTradeNo?: string; name?: string; templateId?: string },
): Push | undefined {
  if (isTradeEvent(event)) {
    const transaction = desk.books.transactionsOf.get(about.outTradeNo ?? '')?.at(-1);
    return transaction && TRADE_EVENTS[event](desk, transaction);
  }
  if (!about.name) return undefined;
  const templateId = about.templateId ?? desk.config.WECHAT_TEMPLATE_SHIPPED ?? '';
  return MESSAGE_EVENTS[event](desk, openidOf(desk.config.WECHAT_APP_ID, about.name), templateId);
}

function isTradeEvent(event: PushEvent): event is keyof typeof TRADE_EVENTS {
  return event in TRADE_EVENTS;
}
