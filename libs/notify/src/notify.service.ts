import { Clock } from '@app/common';
import { inTransaction, named } from '@app/database';
import { SettlementService } from '@app/payment';
import { NoticeRejected, WeChatPayService, type GatewayName, type PayNotice } from '@app/wechat';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { inTime } from './in-time';
import type { NoticeAnswer } from './notice-answer';
import { answerTo, needsAPerson, outcomeOf, type NoticeOutcome } from './notice-outcome';
import { KNOWN_FOR, STORE_NOTICE } from './notice-sql';

/** A message as it came in: its bytes are what was signed. */
export interface RawNotice {
  gateway: GatewayName;
  body: Buffer;
  /** Only what the signature needs; never an address. */
  headers: Record<string, string>;
}

/** Verify, settle and store in one transaction, answer after its commit; no error is answered with success. */
@Injectable()
export class NotifyService {
  private readonly logger = new Logger(NotifyService.name);

  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly wechatPay: WeChatPayService,
    private readonly settlement: SettlementService,
  ) {}

  /** FAIL where the database takes too long: what is booked after all, WeChat's repeat finds booked. */
  take(raw: RawNotice): Promise<NoticeAnswer> {
    return inTime(this.answer(raw), 'FAIL');
  }

  private async answer(raw: RawNotice): Promise<NoticeAnswer> {
    try {
      const notice = this.wechatPay.readPayNotice(raw.gateway, raw.body, raw.headers);
      const outcome = await inTransaction(this.db, (tx) => this.act(tx, notice, raw));
      if (needsAPerson(outcome))
        this.logger.error({ msg: `a notice is ${outcome}`, gateway: raw.gateway, event: notice.eventKey });
      return answerTo(outcome, raw.gateway);
    } catch (error) {
      return this.refuse(error, raw);
    }
  }

  private async act(tx: EntityManager, notice: PayNotice, raw: RawNotice): Promise<NoticeOutcome> {
    if (notice.kind !== 'paid') return this.store(tx, notice, { raw, outcome: notice.kind });
    const settled = await this.settlement.settle(tx, notice.payment);
    const knownFor = settled.kind === 'unknownOrder' ? await this.knownFor(tx, notice, raw) : 0;
    return this.store(tx, notice, { raw, outcome: outcomeOf(settled, knownFor) });
  }

  private async knownFor(tx: EntityManager, notice: PayNotice, { gateway }: RawNotice): Promise<number> {
    const [known] = await named<{ seconds: number }>(tx, 'notice.known_for', KNOWN_FOR, [
      gateway,
      notice.kind,
      notice.eventKey,
      this.clock.offset,
    ]);
    return known?.seconds ?? 0;
  }

  private async store(
    tx: EntityManager,
    notice: PayNotice,
    { raw, outcome }: { raw: RawNotice; outcome: NoticeOutcome },
  ): Promise<NoticeOutcome> {
    await named(tx, 'notice.store', STORE_NOTICE, [
      raw.gateway,
      notice.kind,
      notice.eventKey,
      JSON.stringify(raw.headers),
      raw.body,
      outcome,
      this.clock.offset,
    ]);
    return outcome;
  }

  private refuse(error: unknown, { gateway, body }: RawNotice): NoticeAnswer {
    if (error instanceof NoticeRejected) {
      this.logger.warn({ msg: 'a notice is refused', gateway, reason: error.message, bytes: body.length });
      return error.fault;
    }
    this.logger.error({ msg: 'a notice could not be taken', gateway, err: error });
    return 'FAIL';
  }
}
