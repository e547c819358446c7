import { AppConfig, Sweep } from '@app/common';
import { Timetable } from '@app/jobs';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LooseEndService } from './loose-end.service';

const LOOSE_ENDS = 'look for loose ends';
const EVERY_MINUTE = { seconds: 60 };

/** Each minute what waits for a person. */
@Injectable()
export class CaseSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sweep = new Sweep('cases', () => this.round());

  constructor(
    private readonly config: AppConfig,
    private readonly timetable: Timetable,
    private readonly looseEnds: LooseEndService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE !== 'api') this.sweep.start(this.config.SWEEP_INTERVAL_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.sweep.stop();
  }

  private async round(): Promise<boolean> {
    const looseEnds = await this.timetable.begin(LOOSE_ENDS);
    if (looseEnds) {
      await this.looseEnds.look();
      await this.timetable.done(looseEnds, EVERY_MINUTE);
    }
    return false;
  }
}
