import type { PushMessage } from '@app/wechat';

type Pushed = Pick<PushMessage, 'name' | 'fields'>;

/** A shopper's tap on "allow" or "no" to one kind of message. */
export interface Tap {
  template: string;
  isAllowed: boolean;
}

/** WeChat begins to keep the shop's money until its orders are shipped. */
export const TRADE_MANAGED = 'trade_manage_remind_access_api';

const TAPPED = new Set(['subscribe_msg_popup_event', 'subscribe_msg_change_event']);
const BY_ITSELF_OR_BY_HAND = new Set(['1', '2']);
const ID = /^[\w-]{1,64}$/;

/** The transaction that is received; the same event tells before of one that is merely shipped. */
export function receivedTransaction({ name, fields }: Pushed): string | undefined {
  if (name !== 'trade_manage_order_settlement') return undefined;
  const { transaction_id, confirm_receive_method } = fields;
  // JSON has a number here, XML a text.
  if (!BY_ITSELF_OR_BY_HAND.has(String(confirm_receive_method))) return undefined;
  return isId(transaction_id) ? transaction_id : undefined;
}

/** What the shopper tapped; in his settings ("change") he allows no single message, but may forbid all. */
export function tapsIn({ name, fields }: Pushed): Tap[] {
  if (!TAPPED.has(name)) return [];
  const list: unknown[] = [fields.List].flat();
  return list.flatMap((item) => tapOf(item)).filter((tap) => name.includes('popup') || !tap.isAllowed);
}

function tapOf(item: unknown): Tap[] {
  const { TemplateId: template, SubscribeStatusString: said } = (item ?? {}) as Record<string, unknown>;
  if (!isId(template) || (said !== 'accept' && said !== 'reject')) return [];
  return [{ template, isAllowed: said === 'accept' }];
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}
