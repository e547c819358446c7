import type { Push, PushDelivery } from './push';
import { later } from './retry-ladder';

/** The first and three repeats. */
const MOST_DELIVERIES = 4;
const PAUSE_SECONDS = 5;

/** A push that the merchant has not taken yet. */
export interface PendingPush {
  push: Push;
  made: number;
  dueAt: string;
}

/** What was pushed, and what is still to be pushed. */
export class PushQueue {
  readonly pending = new Map<string, PendingPush>();
  readonly deliveries: PushDelivery[] = [];

  add(push: Push): void {
    this.pending.set(push.id, { push, made: 0, dueAt: push.at });
  }

  due(at: string): PendingPush[] {
    return [...this.pending.values()].filter(({ dueAt }) => dueAt <= at);
  }

  delivered(delivery: PushDelivery): void {
    this.deliveries.push(delivery);
    const waiting = this.pending.get(delivery.pushId);
    if (!waiting || !delivery.planned) return;
    const made = waiting.made + 1;
    if (delivery.acknowledged || made >= MOST_DELIVERIES) this.pending.delete(delivery.pushId);
    else this.pending.set(delivery.pushId, { ...waiting, made, dueAt: later(waiting.dueAt, PAUSE_SECONDS) });
  }

  deliveriesOf(pushId: string): PushDelivery[] {
    return this.deliveries.filter((delivery) => delivery.pushId === pushId);
  }
}
