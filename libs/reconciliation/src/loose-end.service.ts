import { AppConfig, Clock } from '@app/common';
import { inTransaction, named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { CaseKind } from './case-kind';
import { CaseService } from './case.service';
import { GapQueryService, type Gap } from './gap-query.service';
import { OPEN_LOOSE_ENDS } from './loose-end-sql';
import { turnOf, type QueryTurn } from './query-pause';

type LooseEnd = Gap & QueryTurn;

const KINDS: readonly CaseKind[] = [
  'notice_unsettled',
  'notice_foreign',
  'money_disputed',
  'money_owed',
  'refund_refused',
  'refund_abnormal',
  'refund_closed',
  'verify_overdue',
];

const FIRST_PAUSE_SECONDS = 60;

/** Notices, payments and refunds that wait for a person become cases, and heal when they no longer wait. */
@Injectable()
export class LooseEndService {
  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly cases: CaseService,
    private readonly queries: GapQueryService,
  ) {}

  async look(): Promise<void> {
    const found = await this.ends();
    const askable = found.filter(({ transactionId }) => transactionId !== null);
    const { asked } = await this.queries.ask(turnOf(askable));
    const ends = asked.length > 0 ? await this.ends() : found;
    await inTransaction(this.db, async (tx) => {
      await this.cases.open(tx, ends);
      await this.cases.healOthers(tx, ends, { kinds: KINDS });
      await this.queries.keep(tx, asked, { firstSeconds: FIRST_PAUSE_SECONDS });
      await this.queries.forgetOthers(tx, ends);
    });
  }

  private ends(): Promise<LooseEnd[]> {
    const { SHORT_STOCK_GRACE_SECONDS } = this.config;
    return named<LooseEnd>(this.db, 'loose_end.list', OPEN_LOOSE_ENDS, [
      this.clock.offset,
      SHORT_STOCK_GRACE_SECONDS,
    ]);
  }
}
