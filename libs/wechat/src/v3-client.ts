import { AppConfig } from '@app/common';
import { Injectable, Logger } from '@nestjs/common';
import { BILL_BYTES } from './bill-file';
import type { V3Call } from './merchant-signature';
import type { Outcome } from './outcome';
import { withoutKey } from './unusable-key';
import { judgeV3, judgeV3File } from './v3-answer';
import type { AuthenticBytes, V3Verifier } from './v3-authentic';
import { V3Signatures } from './v3-signatures';
import { WeChatHttp, type WeChatAnswer } from './wechat-http';

/** What is asked of WeChat; a question with fields is a POST, one without is a GET. */
export interface V3Question {
  /** Path and query, percent-encoded. */
  path: string;
  mchId: string;
  fields?: object;
  /** What a log may say of it: numbers, and no person. */
  about: About;
}

type About = { orderNo?: string; transactionId?: string; outRefundNo?: string; billDate?: string };

/** A file at an address that WeChat told us. */
export interface V3File {
  url: URL;
  mchId: string;
  about: About;
}

type Judge<T> = (answer: WeChatAnswer, verifier: V3Verifier) => Outcome<T>;

/** Some answers may be longer than others. */
type SizedCall = V3Call & { answerBytes?: number };

/** How every v3 call goes: signed, sent, judged; and again where the outcome is unknown. */
@Injectable()
export class V3Client {
  private readonly logger = new Logger(V3Client.name);

  constructor(
    private readonly config: AppConfig,
    private readonly http: WeChatHttp,
    private readonly signatures: V3Signatures,
  ) {}

  /** For calls that do no harm when they arrive twice. */
  ask({ path, mchId, fields, about }: V3Question): Promise<Outcome<AuthenticBytes>> {
    const call: V3Call = {
      method: fields ? 'POST' : 'GET',
      url: new URL(path, this.config.WECHAT_PAY_URL),
      body: fields && JSON.stringify(fields),
      mchId,
    };
    return this.make(call, about, judgeV3);
  }

  /** For a file, which WeChat does not sign. */
  download({ url, mchId, about }: V3File): Promise<Outcome<Buffer>> {
    return this.make({ method: 'GET', url, mchId, answerBytes: BILL_BYTES }, about, judgeV3File);
  }

  private make<T>(call: SizedCall, about: About, judge: Judge<T>): Promise<Outcome<T>> {
    return this.http.repeatable((signal, at) =>
      this.attempt({ ...call, url: at(call.url), signal }, about, judge).catch(withoutKey),
    );
  }

  private async attempt<T>(call: SizedCall & { signal: AbortSignal }, about: About, judge: Judge<T>) {
    await this.signatures.ready();
    const headers = this.signatures.headersOf(call);
    const answer = await this.http.send({ ...call, headers });
    const outcome = answer.kind === 'ok' ? judge(answer.value, this.signatures.verifier()) : answer;
    if (outcome.kind !== 'ok') {
      const requestId = answer.kind === 'ok' ? answer.value.headers['request-id'] : undefined;
      this.logger.warn({ call: call.url.pathname, ...about, requestId, ...outcome });
    }
    return outcome;
  }
}
