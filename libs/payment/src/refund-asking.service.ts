import { AppConfig, Clock } from '@app/common';
import { inTransaction, named } from '@app/database';
import {
  WeChatPayService,
  type Outcome,
  type RefundRequest,
  type RefundStanding,
  type VerifiedRefund,
} from '@app/wechat';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { RefundRecordService } from './refund-record.service';
import { ANY_DUE, ASK_AGAIN, CLAIM_DUE, LOCK_DUE } from './refund-sql';
import { isForAPerson, pauseAfter, type RefundRowState } from './refund-step';

/** A refund whose turn it is, with everything that WeChat is to be told of it. */
export interface DueRefund extends RefundRequest {
  id: number;
  orderId: number;
  state: RefundRowState;
  asks: number;
}

type Answer = Outcome<VerifiedRefund | undefined>;

/** Asks WeChat for a refund, and again under the same number until it is done, closed, or for a person. */
@Injectable()
export class RefundAskingService {
  private readonly logger = new Logger(RefundAskingService.name);

  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly wechatPay: WeChatPayService,
    private readonly record: RefundRecordService,
  ) {}

  /** Two statements: only the second one sees what a former owner of the locks has written. */
  async claim(most: number): Promise<DueRefund[]> {
    const any = await named(this.db, 'refund.any_due', ANY_DUE, [this.clock.offset]);
    if (any.length === 0) return [];
    return inTransaction(this.db, async (tx) => {
      const payments = await named<{ id: number }>(tx, 'refund.lock_due', LOCK_DUE, [
        this.clock.offset,
        most,
      ]);
      if (payments.length === 0) return [];
      return named<DueRefund>(tx, 'refund.claim_due', CLAIM_DUE, [
        this.clock.offset,
        payments.map(({ id }) => id),
        this.config.WECHAT_PAY_V2_SIGN_TYPE,
      ]);
    });
  }

  async advance(refund: DueRefund): Promise<void> {
    const answer = await this.ask(refund);
    if (answer.kind === 'ok' && answer.value) await this.record.recordNow(answer.value);
    await this.lookAgain(refund, answer);
  }

  /** Until WeChat has accepted it, it is the same request again; then it is asked what became of it. */
  private async ask(refund: DueRefund): Promise<Answer> {
    if (refund.state !== 'requested') return known(await this.wechatPay.queryRefund(refund));
    const answer = await this.wechatPay.refund(refund);
    return isFinalRefusal(answer) ? this.refusedOrStanding(refund, answer) : answer;
  }

  /** It may stand at WeChat all the same, by an earlier ask whose answer was lost. */
  private async refusedOrStanding(refund: DueRefund, refusal: Answer): Promise<Answer> {
    const standing = known(await this.wechatPay.queryRefund(refund));
    return standing.kind === 'ok' && !standing.value ? refusal : standing;
  }

  /** Whatever came of it, it is looked at again until it is over; a refusal that stays waits for a person. */
  private async lookAgain({ id, asks, orderId }: DueRefund, answer: Answer): Promise<void> {
    const code = answer.kind === 'rejected' ? answer.code : null;
    if (code !== null) this.logger.error({ msg: 'WeChat refuses a refund', refund: id, orderId, code });
    await named(this.db, 'refund.ask_again', ASK_AGAIN, [
      id,
      this.clock.offset,
      isFinalRefusal(answer) ? null : pauseAfter(asks),
      code,
    ]);
  }
}

function isFinalRefusal(answer: Answer): boolean {
  return answer.kind === 'rejected' && isForAPerson(answer.code);
}

/** WeChat may not know yet what it was asked a moment ago. */
function known(outcome: Outcome<RefundStanding>): Answer {
  if (outcome.kind !== 'ok') return outcome;
  return { kind: 'ok', value: outcome.value.state === 'absent' ? undefined : outcome.value.refund };
}
