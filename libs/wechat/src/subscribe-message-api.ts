import { Injectable } from '@nestjs/common';
import { MiniProgramClient } from './mini-program-client';
import { ok, rejected, type Outcome } from './outcome';
import {
  subscribeBody,
  UnsendableMessage,
  type SubscribeBody,
  type SubscribeMessage,
} from './subscribe-message';

/** "A value breaks the template": what WeChat says, and what we say before we ask it. */
const BROKEN_VALUE = '47003';

/** Messages that the shopper allowed, one for each tap. Never part of a transaction; a job repeats what is unknown. */
@Injectable()
export class SubscribeMessageApi {
  constructor(private readonly client: MiniProgramClient) {}

  /** Rejected 43101 is normal: the shopper has not, or no longer, allowed one. */
  async sendSubscribeMessage(message: SubscribeMessage): Promise<Outcome<void>> {
    const fields = bodyOrFault(message);
    if (typeof fields === 'string') return rejected(BROKEN_VALUE, fields);
    const outcome = await this.client.ask({ path: '/cgi-bin/message/subscribe/send', fields });
    return outcome.kind === 'ok' ? ok(undefined) : outcome;
  }
}

function bodyOrFault(message: SubscribeMessage): SubscribeBody | string {
  try {
    return subscribeBody(message);
  } catch (error) {
    if (error instanceof UnsendableMessage) return error.message;
    throw error;
  }
}
