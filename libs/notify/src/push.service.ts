import { AppConfig, Clock, DomainError } from '@app/common';
import { named } from '@app/database';
import {
  NoticeRejected,
  readPush,
  readUrlCheck,
  type PushMessage,
  type PushQuery,
  type PushReader,
} from '@app/wechat';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { inTime } from './in-time';
import type { NoticeAnswer } from './notice-answer';
import type { NoticeOutcome } from './notice-outcome';
import { STORE_NOTICE } from './notice-sql';

/** A pushed message as it came in. */
export interface RawPush {
  query: PushQuery;
  body: Buffer;
}

/** What the signature needs of the query; beside it stands an openid. */
const KEPT_PARAMETERS = ['timestamp', 'nonce', 'signature', 'encrypt_type', 'msg_signature'];

/** Verify, store, answer after the commit: what an event does is done later, so that WeChat need not wait. */
@Injectable()
export class PushService {
  private readonly logger = new Logger(PushService.name);

  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** The text that proves to the portal that this address is ours, or nothing where it did not ask. */
  check(query: PushQuery): string | undefined {
    const reader = this.reader();
    try {
      return readUrlCheck(query, reader);
    } catch (error) {
      this.refuse(error);
      return undefined;
    }
  }

  take(raw: RawPush): Promise<NoticeAnswer> {
    return inTime(this.answer(raw, this.reader()), 'FAIL');
  }

  /** Who has not told WeChat this address has no such route. */
  private reader(): PushReader {
    const { WECHAT_APP_ID: appId, WECHAT_PUSH_TOKEN: token, WECHAT_PUSH_AES_KEY: aesKey } = this.config;
    if (!token) throw new DomainError('routeNotFound');
    return { appId, token, aesKey };
  }

  private async answer(raw: RawPush, reader: PushReader): Promise<NoticeAnswer> {
    try {
      await this.store(readPush(raw.body, raw.query, reader), raw);
      return 'SUCCESS';
    } catch (error) {
      return this.refuse(error, raw.body.length);
    }
  }

  private async store(message: PushMessage, { query, body }: RawPush): Promise<void> {
    const kept = KEPT_PARAMETERS.filter((name) => name in query).map((name) => [name, query[name]]);
    const outcome: NoticeOutcome = 'other';
    await named(this.db, 'notice.store', STORE_NOTICE, [
      'push',
      message.name,
      message.eventKey,
      JSON.stringify(Object.fromEntries(kept)),
      body,
      outcome,
      this.clock.offset,
    ]);
  }

  private refuse(error: unknown, bytes?: number): NoticeAnswer {
    if (error instanceof NoticeRejected) {
      this.logger.warn({ msg: 'a push is refused', reason: error.message, bytes });
      return error.fault;
    }
    this.logger.error({ msg: 'a push could not be taken', err: error });
    return 'FAIL';
  }
}
