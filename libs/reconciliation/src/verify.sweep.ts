import { AppConfig, isDatabaseOutage, Sweep } from '@app/common';
import { Timetable, type Round } from '@app/jobs';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { VERIFY } from './verify-overdue-sql';
import { NightlyVerifyService } from './nightly-verify.service';

/** Far more than all statements need at a million orders. */
const LIMIT_SECONDS = 3600;
/** Longer than the statements may take: two workers never verify at once. */
const LEASE_SECONDS = LIMIT_SECONDS + 600;
const AT_ONCE = { seconds: 0 };
const LATER = { seconds: 3600 };

/** Each night every invariant, apart from other work: it may take minutes, which nothing else should wait for. */
@Injectable()
export class VerifySweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(VerifySweep.name);
  private readonly closing = new AbortController();
  private readonly sweep = new Sweep('verification', () => this.round());

  constructor(
    private readonly config: AppConfig,
    private readonly timetable: Timetable,
    private readonly nightly: NightlyVerifyService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE !== 'api') this.sweep.start(this.config.SWEEP_INTERVAL_MS);
  }

  /** A verification takes longer than a supervisor waits: the next process begins it anew. */
  onApplicationShutdown(): Promise<void> {
    this.closing.abort();
    return this.sweep.stop();
  }

  private async round(): Promise<boolean> {
    const round = await this.timetable.begin(VERIFY, { leaseSeconds: LEASE_SECONDS });
    if (round) await this.verify(round);
    return false;
  }

  private async verify(round: Round): Promise<void> {
    const { signal } = this.closing;
    try {
      const { next, again } = await this.nightly.look(round, { limitMs: LIMIT_SECONDS * 1000, signal });
      await this.timetable.done(round, next, { again });
    } catch (err) {
      if (signal.aborted) return this.timetable.failed(round, AT_ONCE, 'the shop was closing');
      if (isDatabaseOutage(err)) throw err;
      this.logger.error({ msg: 'verification failed, it is tried again in an hour', err });
      await this.timetable.failed(round, LATER, (err as Error).message);
    }
  }
}
