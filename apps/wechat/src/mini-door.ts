import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { send } from './answer';
import { Bookkeeper, type Decision, type Desk } from './bookkeeper';
import { FaultService } from './fault.service';
import { isMiniFault, MINI_FAULT_WORDS, type MiniEndpoint } from './mini-endpoints';
import { MINI_CONTENT_TYPE, MiniRejected, readJson, refusing, saying } from './mini-message';
import { checkAccessToken } from './mini-token';
import type { Json } from './v3-call';

/** A call as Fastify has it, and where its answer goes. */
export interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

type Decide = (desk: Desk, body: Json) => Decision<object>;

/** The way every POST of the mini-program's server API goes. */
@Injectable()
export class MiniDoor {
  constructor(
    private readonly bookkeeper: Bookkeeper,
    private readonly faults: FaultService,
  ) {}

  /** For whoever shows an access token: it is looked at before the body is. */
  admit(endpoint: MiniEndpoint, exchange: Exchange, decide: Decide): Promise<void> {
    const { access_token } = exchange.request.query as Json;
    return this.take(endpoint, exchange, (desk) => {
      checkAccessToken(desk, access_token);
      return decide(desk, readJson(exchange.request.body));
    });
  }

  /** For whoever comes to fetch one. */
  hear(endpoint: MiniEndpoint, exchange: Exchange, decide: Decide): Promise<void> {
    return this.take(endpoint, exchange, (desk) => decide(desk, readJson(exchange.request.body)));
  }

  private async take(
    endpoint: MiniEndpoint,
    { request, reply }: Exchange,
    decide: (desk: Desk) => Decision<object>,
  ): Promise<void> {
    const fault = this.faults.take(endpoint, isMiniFault);
    if (fault && isMiniFault(fault)) return send(reply, saying(this.refusal(...MINI_FAULT_WORDS[fault])));
    return this.faults.answer(endpoint, reply, {
      contentType: MINI_CONTENT_TYPE,
      speak: () => saying(this.words(request.method, decide)),
      excuse: () => saying(this.refusal(...MINI_FAULT_WORDS.busy)),
    });
  }

  private words(method: string, decide: (desk: Desk) => Decision<object>): object {
    try {
      if (method !== 'POST') throw new MiniRejected(43002, 'require POST method');
      return this.bookkeeper.settle(decide);
    } catch (refusal) {
      if (!(refusal instanceof MiniRejected)) throw refusal;
      return this.refusal(refusal.errcode, refusal.message);
    }
  }

  private refusal(errcode: number, errmsg: string): object {
    return refusing(this.bookkeeper.desk.random, errcode, errmsg);
  }
}
