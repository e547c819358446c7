import { AppConfig, Clock, Sweep } from '@app/common';
import { named } from '@app/database';
import { Timetable, type Next } from '@app/jobs';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { retentions, type Retention } from './retention';

const RETENTION = 'retention';
const HOURLY: Next = { seconds: 3600 };

/** Few enough that nobody waits for the locks. */
const AT_ONCE = 500;

/** Lets go, every hour, of what was kept long enough. */
@Injectable()
export class RetentionSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sweep = new Sweep('retention', () => this.round());
  private isClosing = false;

  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly timetable: Timetable,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE !== 'api') this.sweep.start(this.config.SWEEP_INTERVAL_MS);
  }

  onApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    return this.sweep.stop();
  }

  private async round(): Promise<boolean> {
    const round = await this.timetable.begin(RETENTION);
    if (!round) return false;
    for (const retention of retentions) await this.letGo(retention);
    if (!this.isClosing) await this.timetable.done(round, HOURLY);
    return false;
  }

  private async letGo({ what, keep, sql }: Retention): Promise<void> {
    for (let full = true; full && !this.isClosing;) {
      const gone = await named(this.db, `retention ${what}`, sql, [this.clock.offset, keep, AT_ONCE]);
      full = gone.length === AT_ONCE;
    }
  }
}
