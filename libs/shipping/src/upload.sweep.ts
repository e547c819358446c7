import { AppConfig, settleAll, Sweep } from '@app/common';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { UploadService } from './upload.service';

const AT_ONCE = 5;

/** Shipments of which WeChat has not been told are told, and again where it did not understand. */
@Injectable()
export class UploadSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(UploadSweep.name);
  private readonly sweep = new Sweep('shipping uploads', () => this.round());

  constructor(
    private readonly config: AppConfig,
    private readonly uploads: UploadService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE !== 'api') this.sweep.start(this.config.SWEEP_INTERVAL_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.sweep.stop();
  }

  private async round(): Promise<boolean> {
    const due = await this.uploads.claim(AT_ONCE);
    await settleAll(
      due,
      (upload) => this.uploads.advance(upload),
      ({ orderId }, err) => this.logger.error({ msg: 'a shipment was not uploaded', orderId, err }),
    );
    return due.length === AT_ONCE;
  }
}
