import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Answer } from './answer';
import { Bookkeeper, type Decision, type Desk } from './bookkeeper';
import { FaultService } from './fault.service';
import type { CalledEndpoint, Forgery } from './faults';
import {
  type Fields,
  readV2Request,
  V2Rejected,
  type V2Request,
  V2Unheard,
  writeV2Signed,
  writeV2Unheard,
} from './v2-message';

const CONTENT_TYPE = 'text/xml';

/** Where a file comes from, and what is said instead when WeChat is not itself. */
interface Shelf {
  read: (desk: Desk, request: V2Request) => Answer;
  excuse: () => Answer;
}

type Decide = (desk: Desk, request: V2Request) => Decision<Fields>;

/** The way every v2 call goes: understood, decided, recorded, answered under WeChat's signature. */
@Injectable()
export class V2Door {
  constructor(
    private readonly bookkeeper: Bookkeeper,
    private readonly faults: FaultService,
  ) {}

  take(endpoint: CalledEndpoint, raw: unknown, reply: FastifyReply, decide: Decide): Promise<void> {
    return this.faults.answer(endpoint, reply, {
      contentType: CONTENT_TYPE,
      speak: (forgery) => this.speak(raw, decide, forgery),
      excuse: () =>
        this.speak(raw, () => {
          throw new V2Rejected('SYSTEMERROR', '系统异常，请用相同参数重新调用');
        }),
    });
  }

  /** For what WeChat does not sign; nothing is recorded. */
  fetch(endpoint: CalledEndpoint, raw: unknown, reply: FastifyReply, { read, excuse }: Shelf): Promise<void> {
    return this.faults.answer(endpoint, reply, {
      contentType: CONTENT_TYPE,
      speak: () => this.heard(raw, (request) => read(this.bookkeeper.desk, request)),
      excuse: () => this.heard(raw, excuse),
    });
  }

  private speak(raw: unknown, decide: Decide, forgery?: Forgery): Answer {
    const { desk } = this.bookkeeper;
    return this.heard(raw, (request) => {
      const { signType } = request;
      return worded(writeV2Signed(this.decided(request, decide), { ...desk, signType, forgery }));
    });
  }

  private heard(raw: unknown, answer: (request: V2Request) => Answer): Answer {
    try {
      return answer(readV2Request(raw, this.bookkeeper.desk));
    } catch (refusal) {
      if (refusal instanceof V2Unheard) return worded(writeV2Unheard(refusal));
      throw refusal;
    }
  }

  private decided(request: V2Request, decide: Decide): Fields {
    try {
      return this.bookkeeper.settle((desk) => decide(desk, request));
    } catch (refusal) {
      if (!(refusal instanceof V2Rejected)) throw refusal;
      return { result_code: 'FAIL', err_code: refusal.code, err_code_des: refusal.message };
    }
  }
}

function worded(body: string): Answer {
  return { status: 200, contentType: CONTENT_TYPE, body };
}
