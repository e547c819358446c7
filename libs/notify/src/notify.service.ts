import { inTransaction } from '@app/database';
import { SettlementService } from '@app/payment';
import { WeChatPayService, type PayNotice } from '@app/wechat';
import { Injectable } from '@nestjs/common';
import { InjectEntityManager } from '@nestjs/typeorm';
import type { EntityManager } from 'typeorm';
import { answerInTime } from './answer-in-time';
import type { NoticeAnswer } from './notice-answer';
import { answerTo, outcomeOf, type NoticeOutcome } from './notice-outcome';
import { NOTICE_POOL } from './notice-pool';
import { NoticeStore } from './notice-store.service';
import type { RawNotice } from './raw-notice';

/** Verify, settle and store in one transaction, answer after its commit; no error is answered with success. */
@Injectable()
export class NotifyService {
  constructor(
    @InjectEntityManager(NOTICE_POOL.name) private readonly db: EntityManager,
    private readonly wechatPay: WeChatPayService,
    private readonly settlement: SettlementService,
    private readonly notices: NoticeStore,
  ) {}

  take(raw: RawNotice): Promise<NoticeAnswer> {
    return answerInTime(raw, async () => answerTo(await this.settle(raw), raw.gateway));
  }

  /** Throws NoticeRejected. Safe to repeat, also with one that was kept. */
  async settle(raw: RawNotice): Promise<NoticeOutcome> {
    const notice = this.wechatPay.readPayNotice(raw);
    return inTransaction(this.db, (tx) => this.act(tx, notice, raw));
  }

  private async act(tx: EntityManager, notice: PayNotice, raw: RawNotice): Promise<NoticeOutcome> {
    if (notice.kind !== 'paid') return this.notices.keep(tx, notice, { raw, outcome: notice.kind });
    const settled = await this.settlement.settle(tx, notice.payment);
    const knownFor = settled.kind === 'unknownOrder' ? await this.notices.knownFor(tx, notice, raw) : 0;
    return this.notices.keep(tx, notice, { raw, outcome: outcomeOf(settled, knownFor) });
  }
}
