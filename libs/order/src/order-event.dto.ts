import { beijingTime } from '@app/common';
import { ORDER_EVENT_WORDS } from './order-event-words';
import type { OrderEvent } from './order.entity';

export class OrderEventView {
  /** Null for the first event. */
  from: number | null;
  to: number;
  /** `shopper:ID`, `admin:ID`, `wechat` or `system`. */
  actor: string;
  /** @example settle */
  reason: string;
  /** The same for a person. @example 支付成功 */
  words: string;
  /** @example 2026-01-01 08:30:00 */
  time: string;

  static of(event: OrderEvent): OrderEventView {
    return {
      from: event.fromStatus,
      to: event.toStatus,
      actor: event.actor,
      reason: event.reason,
      words: ORDER_EVENT_WORDS[event.reason],
      time: beijingTime(event.at),
    };
  }
}
