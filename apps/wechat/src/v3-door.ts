import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answer } from './answer';
import { Bookkeeper, type Decision, type Desk } from './bookkeeper';
import { type Excuse, FaultService } from './fault.service';
import { type CalledEndpoint, FOREIGN_APPID, type Forgery } from './faults';
import { callOf, type V3Call, type V3Request } from './v3-call';
import { hear, readRequest } from './v3-hearing';
import { errorBody, proofOf, V3Rejected, type V3Said, V3Unheard } from './v3-message';

const CONTENT_TYPE = 'application/json';

type Decide = (desk: Desk, request: V3Request) => Decision<V3Said>;

/** The way every v3 call goes: proven, understood, decided, recorded, answered under the key it asked for. */
@Injectable()
export class V3Door {
  constructor(
    private readonly bookkeeper: Bookkeeper,
    private readonly faults: FaultService,
  ) {}

  take(
    endpoint: CalledEndpoint,
    request: FastifyRequest,
    reply: FastifyReply,
    decide: Decide,
  ): Promise<void> {
    const call = callOf(request);
    return this.faults.answer(endpoint, reply, {
      contentType: CONTENT_TYPE,
      speak: (forgery) => this.speak(call, decide, forgery),
      excuse: (kind) => this.speak(call, () => EXCUSES[kind]()),
    });
  }

  private speak(call: V3Call, decide: Decide, forgery?: Forgery): Answer {
    const { desk } = this.bookkeeper;
    try {
      hear(call, desk);
    } catch (refusal) {
      if (!(refusal instanceof V3Unheard)) throw refusal;
      return this.worded({ status: refusal.status, body: errorBody(refusal) });
    }
    const pair = desk.keys.pairFor(serialIn(call)) ?? desk.keys.certificate;
    const said = forged(this.decided(call, decide), forgery);
    const answer = this.worded(said);
    if (said.file !== undefined)
      return { ...answer, contentType: 'application/octet-stream', body: said.file };
    return { ...answer, headers: { ...answer.headers, ...proofOf(answer.body, { ...desk, pair, forgery }) } };
  }

  private decided(call: V3Call, decide: Decide): V3Said {
    try {
      return this.bookkeeper.settle((desk) => decide(desk, readRequest(call, desk)));
    } catch (refusal) {
      if (!(refusal instanceof V3Rejected)) throw refusal;
      return { status: refusal.status, body: errorBody(refusal) };
    }
  }

  private worded({ status, body }: V3Said): Answer & { body: string } {
    const headers = { 'Request-ID': `08${this.bookkeeper.desk.random.hex(18)}-0` };
    return { status, contentType: CONTENT_TYPE, headers, body: body ? JSON.stringify(body) : '' };
  }
}

const EXCUSES: Record<Excuse, () => Decision<V3Said>> = {
  systemError: () => {
    throw new V3Rejected(500, 'SYSTEM_ERROR', '系统异常，请用相同参数重新调用');
  },
  http429: () => {
    throw new V3Rejected(429, 'FREQUENCY_LIMITED', '频率超限，请降低请求频率');
  },
  http202: () => ({ answer: { status: 202 } }),
};

function serialIn({ headers }: V3Call): string | undefined {
  const serial = headers['wechatpay-serial'];
  return typeof serial === 'string' ? serial : undefined;
}

function forged(said: V3Said, forgery: Forgery | undefined): V3Said {
  if (forgery !== 'foreignAppid' || !said.body || !('appid' in said.body)) return said;
  return { ...said, body: { ...said.body, appid: FOREIGN_APPID } };
}
