import { AppConfig, Sweep } from '@app/common';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DeadlineService } from './deadline.service';

/** Orders that have to leave within a day are told of. */
@Injectable()
export class DeadlineSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sweep = new Sweep('shipping deadlines', () => this.deadlines.tell());

  constructor(
    private readonly config: AppConfig,
    private readonly deadlines: DeadlineService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE !== 'api') this.sweep.start(this.config.SWEEP_INTERVAL_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.sweep.stop();
  }
}
