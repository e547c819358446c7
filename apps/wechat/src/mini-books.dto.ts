import type { Desk } from './bookkeeper';
import type { PhoneMessage } from './mini-books';
import type { PushDelivery } from './push';
import type { PendingPush } from './push-queue';
import { orderView } from './shipping-view';

/** How one copy of a push was received; status 0 where no answer came back. */
export class PushedDto {
  status: number;
  body: string;
  error?: string;

  static of({ status, body, error }: PushDelivery): PushedDto {
    return { status, body, error };
  }
}

export function messageDto({ books }: Desk, { openid, templateId, msgId, page, data, at }: PhoneMessage) {
  const name = books.shoppers.get(openid);
  return { msg_id: msgId, openid, name, template_id: templateId, page, data, at };
}

function pushDto({ pushId, event, ...row }: PushDelivery) {
  return { push_id: pushId, event, ...row };
}

function pendingDto({ push, made, dueAt }: PendingPush) {
  return { push_id: push.id, event: push.event, openid: push.openid, made, due_at: dueAt };
}

/** What WeChat's server API knows beside payments; instants are ISO 8601, the orders are told as get_order tells them. */
export class MiniBooksDto {
  tokens: { access_token: string; expires_at: string }[];
  templates: { template_id: string; keys: string[]; banned?: boolean }[];
  subscriptions: { openid: string; template_id: string; left: number }[];
  messages: ReturnType<typeof messageDto>[];
  orders: object[];
  jump_path?: string;
  pending_pushes: ReturnType<typeof pendingDto>[];
  pushes: ReturnType<typeof pushDto>[];

  static of(desk: Desk): MiniBooksDto {
    const { transactions, mini } = desk.books;
    return {
      tokens: [...mini.tokens].map(([access_token, expires_at]) => ({ access_token, expires_at })),
      templates: [...mini.templates.values()].map(({ templateId, keys, banned }) => ({
        template_id: templateId,
        keys,
        banned,
      })),
      subscriptions: [...mini.allowances.values()].map(({ openid, templateId, left }) => ({
        openid,
        template_id: templateId,
        left,
      })),
      messages: mini.messages.map((message) => messageDto(desk, message)),
      orders: [...transactions.values()].map((transaction) => orderView(desk, transaction)),
      jump_path: mini.jumpPath,
      pending_pushes: [...mini.pushes.pending.values()].map(pendingDto),
      pushes: mini.pushes.deliveries.map(pushDto),
    };
  }
}
