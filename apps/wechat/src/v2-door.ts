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

  private speak(raw: unknown, decide: Decide, forgery?: Forgery): Answer {
    return { status: 200, contentType: CONTENT_TYPE, body: this.words(raw, decide, forgery) };
  }

  private words(raw: unknown, decide: Decide, forgery?: Forgery): string {
    const { config, random } = this.bookkeeper.desk;
    try {
      const request = readV2Request(raw, config);
      const { signType } = request;
      return writeV2Signed(this.decided(request, decide), { config, random, signType, forgery });
    } catch (refusal) {
      if (refusal instanceof V2Unheard) return writeV2Unheard(refusal);
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
