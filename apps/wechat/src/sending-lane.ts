import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a message is on its way. */
const SENDING_MS = 20;

/** Who is being written to: WeChat takes one message at a time for each shopper. */
@Injectable()
export class SendingLane {
  private readonly receivers = new Map<string, number>();

  /** `crowded` is told to whoever comes while another is on the way. */
  async pass<Answer>(receiver: string, act: (crowded: boolean) => Promise<Answer>): Promise<Answer> {
    const others = this.receivers.get(receiver) ?? 0;
    this.receivers.set(receiver, others + 1);
    try {
      await sleep(SENDING_MS);
      return await act(others > 0);
    } finally {
      this.leave(receiver);
    }
  }

  private leave(receiver: string): void {
    const left = this.receivers.get(receiver)! - 1;
    if (left > 0) this.receivers.set(receiver, left);
    else this.receivers.delete(receiver);
  }
}
