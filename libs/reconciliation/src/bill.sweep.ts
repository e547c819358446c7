import { AppConfig, settleAll, Sweep } from '@app/common';
import { Timetable } from '@app/jobs';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { BillLookService } from './bill-look.service';
import { BillService, type DueBill } from './bill.service';

const WANTING = 'want bills';
/** WeChat has them ready by then. */
const READY_HOUR = 10;
/** A bill may be large. */
const AT_ONCE = 2;

/** 对账: at ten each morning yesterday's bills are wanted; each is fetched, and looked at until nothing is left to do. */
@Injectable()
export class BillSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(BillSweep.name);
  private readonly sweep = new Sweep('bills', () => this.round());

  constructor(
    private readonly config: AppConfig,
    private readonly timetable: Timetable,
    private readonly bills: BillService,
    private readonly looks: BillLookService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE !== 'api') this.sweep.start(this.config.SWEEP_INTERVAL_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.sweep.stop();
  }

  private async round(): Promise<boolean> {
    const wanting = await this.timetable.begin(WANTING);
    if (wanting) {
      await this.bills.want();
      await this.timetable.done(wanting, { hour: READY_HOUR });
    }
    const due = await this.bills.claim(AT_ONCE);
    // Whatever fails is tried again when its lease is over.
    await settleAll(
      due,
      (bill) => this.advance(bill),
      ({ date, mchId }, err) => this.logger.error({ msg: 'a bill was not reconciled', date, mchId, err }),
    );
    return due.length === AT_ONCE;
  }

  /** A day without trade is asked for anew as long as our books say otherwise. */
  private async advance(bill: DueBill): Promise<void> {
    const isHere = bill.state === 'fetched' || (await this.bills.fetch(bill));
    if (isHere) await this.looks.look(bill);
    else await this.looks.lookForOverdue(bill);
  }
}
