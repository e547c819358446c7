import { AppConfig, Sweep } from '@app/common';
import { Timetable, type Next } from '@app/jobs';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DigestService } from './digest.service';

const DIGEST = 'digest';
const IN_THE_MORNING: Next = { hour: 9 };

/** Each morning at nine, of all workers by one; a shop that opens has its first one the next morning. */
@Injectable()
export class DigestSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sweep = new Sweep('digests', () => this.round());
  private isPlanned = false;

  constructor(
    private readonly config: AppConfig,
    private readonly timetable: Timetable,
    private readonly digest: DigestService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE !== 'api') this.sweep.start(this.config.SWEEP_INTERVAL_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.sweep.stop();
  }

  private async round(): Promise<boolean> {
    if (!this.isPlanned) await this.timetable.plan(DIGEST, IN_THE_MORNING);
    this.isPlanned = true;
    const round = await this.timetable.begin(DIGEST);
    if (round) {
      await this.digest.tell();
      await this.timetable.done(round, IN_THE_MORNING);
    }
    return false;
  }
}
