import { AppConfig, Sweep } from '@app/common';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ReceivingService } from './receiving.service';

const AT_ONCE = 50;

/** Orders that were shipped long ago count as received. */
@Injectable()
export class ReceivingSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sweep = new Sweep(
    'shipped orders',
    async () => (await this.receiving.byItself(AT_ONCE)) === AT_ONCE,
  );

  constructor(
    private readonly config: AppConfig,
    private readonly receiving: ReceivingService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE !== 'api') this.sweep.start(this.config.SWEEP_INTERVAL_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.sweep.stop();
  }
}
