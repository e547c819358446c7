import { Alerts } from '@app/alert';
import { Clock, DomainError } from '@app/common';
import { named, planned } from '@app/database';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { caseAlerts, type OpenedCase } from './case-alert';
import { CASE_KINDS, type CaseKind } from './case-kind';
import {
  ACKNOWLEDGE_BILL_CASES,
  ACKNOWLEDGE_CASE,
  BILL_EXISTS,
  CASE_EXISTS,
  HEAL_OTHERS,
  KEEP_HEALED,
  LIST_CASES,
  OPEN_CASES,
} from './case-sql';
import { CASE_STATES, type CaseListed, type CaseQuery } from './reconciliation.dto';

/** Something that is not as it should be; the same subject of one kind is the same thing. */
export interface Finding {
  kind: CaseKind;
  subject: string;
  /** Ids and fen. */
  facts: object;
}

/** Of what a look could have found everything. */
export interface LookedAt {
  kinds: readonly CaseKind[];
  billId?: number;
}

/** Who has seen to a case, and what was done. */
export interface Acknowledgement {
  actor: string;
  note: string;
}

/** What is not as it should be becomes a case, and heals when it is found no more. */
@Injectable()
export class CaseService {
  private readonly logger = new Logger(CaseService.name);

  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly alerts: Alerts,
  ) {}

  async open(tx: EntityManager, found: readonly Finding[], billId?: number): Promise<void> {
    if (found.length === 0) return;
    const params = [JSON.stringify(found), billId, this.clock.offset];
    const opened = await named<OpenedCase>(tx, 'case.open', OPEN_CASES, params);
    for (const { id, kind, facts } of opened)
      this.logger.error({ msg: 'a case is open', case: id, kind, facts });
    for (const alert of caseAlerts(opened)) await this.alerts.raise(tx, alert);
  }

  async keepHealed(tx: EntityManager, found: readonly Finding[], billId?: number): Promise<void> {
    if (found.length === 0) return;
    const params = [JSON.stringify(found), billId, this.clock.offset];
    await named(tx, 'case.keep_healed', KEEP_HEALED, params);
  }

  /** Everything open that this look could have found, and did not find any more. */
  async healOthers(tx: EntityManager, found: readonly Finding[], { kinds, billId }: LookedAt): Promise<void> {
    const params = [JSON.stringify(found), kinds, billId, this.clock.offset];
    await named(tx, 'case.heal_others', HEAL_OTHERS, params);
  }

  list({ state, kind, before, size }: CaseQuery): Promise<CaseListed[]> {
    const params = [state ? [state] : CASE_STATES, kind ? [kind] : CASE_KINDS, before, size];
    return planned(this.db, LIST_CASES, params);
  }

  /** A person has seen to it: it is never opened again. */
  async acknowledge(id: number, { actor, note }: Acknowledgement): Promise<void> {
    const params = [id, actor, note, this.clock.offset];
    const acknowledged = await named(this.db, 'case.acknowledge', ACKNOWLEDGE_CASE, params);
    if (acknowledged.length > 0) return;
    const known = await named(this.db, 'case.exists', CASE_EXISTS, [id]);
    throw new DomainError(known.length > 0 ? 'caseOver' : 'caseNotFound');
  }

  /** The same of every case that a day's bills have open now; answers how many. */
  async acknowledgeBill(date: string, { actor, note }: Acknowledgement): Promise<number> {
    const params = [date, actor, note, this.clock.offset];
    const acknowledged = await named(this.db, 'case.acknowledge_bill', ACKNOWLEDGE_BILL_CASES, params);
    if (acknowledged.length > 0) return acknowledged.length;
    const known = await named(this.db, 'bill.exists', BILL_EXISTS, [date]);
    if (known.length === 0) throw new DomainError('billNotFound');
    return 0;
  }
}
