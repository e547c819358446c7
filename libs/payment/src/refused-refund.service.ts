import { DomainError } from '@app/common';
import { inTransaction, named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { RefundQueryService, type RefundName } from './refund-query.service';
import { RefundRecordService } from './refund-record.service';
import { REFUSED_REFUND } from './refund-sql';
import type { RefusedEnd } from './refund-step';

/** Ends refunds that WeChat refuses for good: the merchant gives the money back otherwise, or decides anew. */
@Injectable()
export class RefusedRefundService {
  constructor(
    private readonly db: EntityManager,
    private readonly queries: RefundQueryService,
    private readonly record: RefundRecordService,
  ) {}

  async end(id: number, end: RefusedEnd, actor: string): Promise<void> {
    const [refused] = await named<RefundName>(this.db, 'refund.refused', REFUSED_REFUND, [id]);
    if (!refused) throw new DomainError('refundNotRefused');
    await this.refuseStanding(refused);
    await inTransaction(this.db, (tx) => this.record.endRefused(tx, refused, { ...end, actor }));
  }

  /** The refusal may be old: the money must not go back twice because WeChat has made the refund since. */
  private async refuseStanding(refused: RefundName): Promise<void> {
    const outcome = await this.queries.ask(this.db, refused);
    if (outcome.kind !== 'ok') throw new DomainError('wechatUnavailable');
    if (outcome.value.state === 'absent') return;
    await this.record.recordNow(outcome.value.refund);
    throw new DomainError('refundNotRefused');
  }
}
