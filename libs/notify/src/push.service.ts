import { AppConfig, DomainError } from '@app/common';
import { inTransaction } from '@app/database';
import { ShippingPushService } from '@app/shipping';
import {
  NoticeRejected,
  readPush,
  readUrlCheck,
  type PushMessage,
  type PushQuery,
  type PushReader,
} from '@app/wechat';
import { Injectable, Logger } from '@nestjs/common';
import { InjectEntityManager } from '@nestjs/typeorm';
import type { EntityManager } from 'typeorm';
import { answerInTime } from './answer-in-time';
import type { NoticeAnswer } from './notice-answer';
import type { NoticeOutcome } from './notice-outcome';
import { NOTICE_POOL } from './notice-pool';
import { NoticeStore } from './notice-store.service';
import type { RawNotice } from './raw-notice';

/** A pushed message as it came in. */
export interface RawPush {
  query: PushQuery;
  body: Buffer;
}

/** What the signature needs of the query; beside it stands an openid. */
const KEPT_PARAMETERS = ['timestamp', 'nonce', 'signature', 'encrypt_type', 'msg_signature'];

/** Verify, act, store, answer after the commit: what an event does to the shop is done in its own database alone. */
@Injectable()
export class PushService {
  private readonly logger = new Logger(PushService.name);

  constructor(
    @InjectEntityManager(NOTICE_POOL.name) private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly notices: NoticeStore,
    private readonly shipping: ShippingPushService,
  ) {}

  /** The text that proves to the portal that this address is ours, or nothing where it did not ask. */
  check(query: PushQuery): string | undefined {
    const reader = this.reader();
    try {
      return readUrlCheck(query, reader);
    } catch (error) {
      if (!(error instanceof NoticeRejected)) throw error;
      this.logger.warn({ msg: 'a push is refused', reason: error.message });
      return undefined;
    }
  }

  async take({ query, body }: RawPush): Promise<NoticeAnswer> {
    const reader = this.reader();
    const raw: RawNotice<'push'> = { gateway: 'push', body, headers: signatureIn(query) };
    return answerInTime(raw, async () => {
      await this.apply(raw, readPush(body, query, reader));
      return 'SUCCESS';
    });
  }

  /** One that was kept. Throws NoticeRejected; safe to repeat. */
  async again(raw: RawNotice<'push'>): Promise<NoticeOutcome> {
    if (!this.config.WECHAT_PUSH_TOKEN) throw new NoticeRejected('WECHAT_PUSH_TOKEN is not set any more');
    return this.apply(raw, readPush(raw.body, raw.headers, this.reader()));
  }

  private apply(raw: RawNotice<'push'>, message: PushMessage): Promise<NoticeOutcome> {
    return inTransaction(this.db, (tx) => this.act(tx, message, raw));
  }

  private async act(tx: EntityManager, message: PushMessage, raw: RawNotice<'push'>): Promise<NoticeOutcome> {
    const outcome = (await this.shipping.apply(tx, message)) ? 'recorded' : 'other';
    const name = { kind: message.name, eventKey: message.eventKey };
    const isFirst = await this.notices.keepOnce(tx, name, { raw, outcome });
    if (isFirst) await this.shipping.count(tx, message);
    return outcome;
  }

  /** Who has not told WeChat this address has no such route. */
  private reader(): PushReader {
    const { WECHAT_APP_ID: appId, WECHAT_PUSH_TOKEN: token, WECHAT_PUSH_AES_KEY: aesKey } = this.config;
    if (!token) throw new DomainError('routeNotFound');
    return { appId, token, aesKey };
  }
}

function signatureIn(query: PushQuery): Record<string, string> {
  const kept = KEPT_PARAMETERS.filter((name) => name in query).map((name) => [name, String(query[name])]);
  return Object.fromEntries(kept) as Record<string, string>;
}
