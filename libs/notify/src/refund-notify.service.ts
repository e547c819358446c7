import { inTransaction } from '@app/database';
import { RefundQueryService, RefundRecordService } from '@app/payment';
import { WeChatPayService, type RefundNotice, type VerifiedRefund } from '@app/wechat';
import { Injectable } from '@nestjs/common';
import { InjectEntityManager } from '@nestjs/typeorm';
import type { EntityManager } from 'typeorm';
import { answerInTime } from './answer-in-time';
import type { NoticeAnswer } from './notice-answer';
import { answerTo, refundOutcomeOf, type NoticeOutcome } from './notice-outcome';
import { NOTICE_POOL } from './notice-pool';
import { NoticeStore } from './notice-store.service';
import type { RawNotice } from './raw-notice';

/** Like a payment's notice; but nobody signs v2's, so WeChat is asked before anything is believed. */
@Injectable()
export class RefundNotifyService {
  constructor(
    @InjectEntityManager(NOTICE_POOL.name) private readonly db: EntityManager,
    private readonly wechatPay: WeChatPayService,
    private readonly refunds: RefundRecordService,
    private readonly queries: RefundQueryService,
    private readonly notices: NoticeStore,
  ) {}

  take(raw: RawNotice): Promise<NoticeAnswer> {
    return answerInTime(raw, async () => {
      const outcome = await this.record(raw);
      return outcome ? answerTo(outcome, raw.gateway) : 'FAIL';
    });
  }

  /** Nothing where WeChat does not confirm it. Throws NoticeRejected; safe to repeat, also with one that was kept. */
  async record(raw: RawNotice): Promise<NoticeOutcome | undefined> {
    const notice = this.wechatPay.readRefundNotice(raw);
    // Before the transaction: no connection is held while WeChat thinks.
    const refund = await this.provenBy(notice);
    if (!refund && notice.kind === 'claim') return undefined;
    return inTransaction(this.db, (tx) => this.act(tx, notice, { raw, refund }));
  }

  private async provenBy(notice: RefundNotice): Promise<VerifiedRefund | undefined> {
    if (notice.kind === 'refund') return notice.refund;
    return notice.kind === 'claim' ? this.queries.prove(this.db, notice.claim) : undefined;
  }

  private async act(
    tx: EntityManager,
    { kind, eventKey }: RefundNotice,
    { raw, refund }: { raw: RawNotice; refund?: VerifiedRefund },
  ): Promise<NoticeOutcome> {
    if (!refund) {
      const outcome = kind === 'foreign' ? 'foreign' : 'other';
      return this.notices.keep(tx, { kind: outcome, eventKey }, { raw, outcome });
    }
    const name = { kind: 'refund', eventKey };
    const recorded = await this.refunds.record(tx, refund);
    const isEarly = recorded === 'unknownOrder' || recorded === 'early';
    const knownFor = isEarly ? await this.notices.knownFor(tx, name, raw) : 0;
    return this.notices.keep(tx, name, { raw, outcome: refundOutcomeOf(recorded, knownFor) });
  }
}
