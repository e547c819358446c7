import { AppConfig, settleAll, Sweep } from '@app/common';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ShippedMessageService } from './shipped-message.service';

const AT_ONCE = 5;

/** Shoppers are told of what is on its way to them. */
@Injectable()
export class ShippedMessageSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ShippedMessageSweep.name);
  private readonly sweep = new Sweep('messages', () => this.round());

  constructor(
    private readonly config: AppConfig,
    private readonly messages: ShippedMessageService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE !== 'api') this.sweep.start(this.config.SWEEP_INTERVAL_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.sweep.stop();
  }

  private async round(): Promise<boolean> {
    const due = await this.messages.claim(AT_ONCE);
    await settleAll(
      due,
      (orderId) => this.messages.send(orderId),
      (orderId, err) => this.logger.error({ msg: 'a message was not sent', orderId, err }),
    );
    return due.length === AT_ONCE;
  }
}
