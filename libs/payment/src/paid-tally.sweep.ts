import { AppConfig, Sweep } from '@app/common';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { PaidTallyService } from './paid-tally.service';

/** Looks every second whether there is something to tell of; most of the time one look at an index says no. */
@Injectable()
export class PaidTallySweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sweep = new Sweep('paid orders to tell of', () => this.round());

  constructor(
    private readonly config: AppConfig,
    private readonly tally: PaidTallyService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE !== 'api') this.sweep.start(this.config.SWEEP_INTERVAL_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.sweep.stop();
  }

  private async round(): Promise<boolean> {
    await this.tally.tell();
    return false;
  }
}
