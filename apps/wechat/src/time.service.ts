import { Clock } from '@app/common';
import { Injectable } from '@nestjs/common';
import { DeliveryService } from './delivery.service';
import { PushService } from './push.service';

/** Lets time pass, and all that has become due happen before anybody hears that it has passed. */
@Injectable()
export class TimeService {
  constructor(
    private readonly clock: Clock,
    private readonly deliveries: DeliveryService,
    private readonly pushes: PushService,
  ) {}

  async advance(seconds: number): Promise<{ offsetSeconds: number; now: string }> {
    const offsetSeconds = this.clock.advance(seconds);
    await Promise.all([this.deliveries.fireDue(), this.pushes.fireDue()]);
    return { offsetSeconds, now: this.clock.now().toISOString() };
  }
}
