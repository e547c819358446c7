import { Clock } from '@app/common';
import { inTransaction, named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { pauseAfterLook } from './bill-pause';
import { BILL_LOOKED_AT } from './bill-sql';
import type { DueBill } from './bill.service';
import type { CaseKind } from './case-kind';
import { CaseService } from './case.service';
import { GapQueryService, nameOf, type Gap } from './gap-query.service';
import { GAPS_OF_BILL } from './gap-sql';
import { leftOver, turnOf, type QueryTurn } from './query-pause';

interface BillGap extends Gap, QueryTurn {
  /** The bill was wanted more than a day ago. */
  old: boolean;
}

const BILL_KINDS: readonly CaseKind[] = [
  'payment_unknown',
  'payment_missing',
  'payment_differs',
  'refund_unknown',
  'refund_missing',
  'refund_differs',
  'line_strange',
  'bill_none',
  'bill_overdue',
  'bill_unread',
];

const FIRST_PAUSE_SECONDS = 600;

/** Holds a bill against our books, both ways, to the fen. */
@Injectable()
export class BillLookService {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly cases: CaseService,
    private readonly queries: GapQueryService,
  ) {}

  /**
   * What is still a gap when WeChat was asked about it becomes a case; what is none any more heals. Where WeChat is
   * not sure it is asked again, for a day. Those that are cases already are asked about ever more seldom.
   */
  async look(bill: DueBill): Promise<void> {
    const found = await this.gapsOf(bill);
    const { asked, unsure } = await this.queries.ask(turnOf(found));
    const gaps = asked.length > 0 ? await this.gapsOf(bill) : found;

    const [left, judged] = [namesOf(gaps), namesOf(asked)];
    const isUnsure = (gap: BillGap) => gap.waiting || (unsure.has(nameOf(gap)) && !gap.old);
    const standing = gaps.filter((gap) => judged.has(nameOf(gap)) && !isUnsure(gap));
    const mended = found.filter((gap) => !left.has(nameOf(gap)));
    const pause = pauseAfterLook({
      isSilent: asked.length > 0 && unsure.size === asked.length,
      left: leftOver(found, asked.length),
      unsure: gaps.filter(isUnsure).length,
      open: gaps.length,
    });
    await inTransaction(this.db, async (tx) => {
      await this.cases.open(tx, standing, bill.id);
      await this.cases.keepHealed(tx, mended, bill.id);
      await this.cases.healOthers(tx, gaps, { kinds: BILL_KINDS, billId: bill.id });
      await this.queries.keep(tx, asked, { firstSeconds: FIRST_PAUSE_SECONDS, billId: bill.id });
      await this.queries.forgetOthers(tx, gaps, bill.id);
      await named(tx, 'bill.looked_at', BILL_LOOKED_AT, [bill.id, pause, this.clock.offset]);
    });
  }

  /** A bill that is not here says one thing alone, once it is long overdue. */
  async lookForOverdue(bill: DueBill): Promise<void> {
    const gaps = await this.gapsOf(bill);
    await inTransaction(this.db, (tx) => this.cases.open(tx, gaps, bill.id));
  }

  private gapsOf({ id }: DueBill): Promise<BillGap[]> {
    return named<BillGap>(this.db, 'bill.gaps', GAPS_OF_BILL, [id, this.clock.offset]);
  }
}

function namesOf(gaps: readonly Gap[]): ReadonlySet<string> {
  return new Set(gaps.map(nameOf));
}
