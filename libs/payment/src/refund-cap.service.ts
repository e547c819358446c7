import { AdminService } from '@app/auth';
import { AppConfig, Clock, DomainError, fenOf, yuanOf } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';

const FEN_OF_TODAY = `
  SELECT COALESCE(sum(fen), 0)::int8 AS fen FROM refund
   WHERE actor = $1 AND state <> 'closed'
     AND requested_at >= date_trunc('day', now() + $2::interval, 'Asia/Shanghai')`;

/** 退款限额: what an operator may give back within a day of Beijing, so that a stolen token empties no shop. */
@Injectable()
export class RefundCapService {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly admins: AdminService,
  ) {}

  /** Refuses what is more; an owner and the shop itself know no cap. Two refunds of one operator are decided in turn. */
  async refuseAbove(tx: EntityManager, actor: string, fen: number): Promise<void> {
    const cap = fenOf(String(this.config.OPERATOR_REFUND_CAP));
    const [kind, id] = actor.split(':');
    if (cap === 0 || kind !== 'admin' || (await this.admins.lockRole(tx, Number(id))) === 'owner') return;

    const [today] = await named<{ fen: number }>(tx, 'refund.of_today', FEN_OF_TODAY, [
      actor,
      this.clock.offset,
    ]);
    const left = cap - today!.fen;
    if (fen > left)
      throw new DomainError('refundAboveCap', {
        msg: `操作员今日还可退款${yuanOf(Math.max(0, left))}元，更多请由店主退款`,
      });
  }
}
