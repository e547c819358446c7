import { Alerts } from '@app/alert';
import { AppConfig, beijingTime, Clock, Sweep } from '@app/common';
import { takeBackup } from '@app/database';
import { Timetable, type Next } from '@app/jobs';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import path from 'node:path';
import { backupName, dropOutdated } from './backup-folder';

const BACKUP = 'backup';
const NIGHT: Next = { hour: 3 };
/** A backup may take long; one that failed is tried again then. */
const LEASE_SECONDS = 3600;

/** Once a night the whole shop goes into BACKUP_DIR; the oldest make room. */
@Injectable()
export class NightlyBackup implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(NightlyBackup.name);
  private readonly closing = new AbortController();
  private readonly sweep = new Sweep('nightly backups', () => this.round());

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly timetable: Timetable,
    private readonly alerts: Alerts,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE !== 'api' && this.config.BACKUP_DIR) this.sweep.start(this.config.SWEEP_INTERVAL_MS);
  }

  /** A backup may take longer than a supervisor waits: the next process begins it anew. */
  onApplicationShutdown(): Promise<void> {
    this.closing.abort();
    return this.sweep.stop();
  }

  private async round(): Promise<boolean> {
    const round = await this.timetable.begin(BACKUP, { leaseSeconds: LEASE_SECONDS });
    if (round && (await this.backUp(this.config.BACKUP_DIR!))) await this.timetable.done(round, NIGHT);
    return false;
  }

  private async backUp(folder: string): Promise<boolean> {
    const file = path.join(folder, backupName(this.clock.now()));
    try {
      await takeBackup(this.config.directUrl ?? '', file, this.closing.signal);
      await dropOutdated(folder);
      return true;
    } catch (err) {
      if (!this.closing.signal.aborted) await this.tellFailed(err);
      return false;
    }
  }

  /** Loudly in the log each time, to the merchant once a day. */
  private async tellFailed(err: unknown): Promise<void> {
    this.logger.error({ msg: 'the nightly backup failed, it is tried again in an hour', err });
    const about = beijingTime(this.clock.now()).slice(0, 10);
    await this.alerts.raiseNow({ kind: 'backup_failed', about });
  }
}
