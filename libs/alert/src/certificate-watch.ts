import { AppConfig, beijingTime, Clock, Sweep } from '@app/common';
import { CertificateDates } from '@app/wechat';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Alerts } from './alerts';

const DAY_MS = 24 * 3600 * 1000;
const WARN_DAYS = 30;

/** Once a day tells of each certificate that ends within a month, the merchant's and WeChat's. */
@Injectable()
export class CertificateWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sweep = new Sweep('certificates', () => this.round());
  private lookedIn = '';

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly dates: CertificateDates,
    private readonly alerts: Alerts,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.ROLE !== 'api') this.sweep.start(this.config.SWEEP_INTERVAL_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.sweep.stop();
  }

  /** Each hour, because files change and certificates are downloaded meanwhile. */
  private async round(): Promise<boolean> {
    const now = this.clock.now();
    const hour = beijingTime(now).slice(0, 13);
    if (hour === this.lookedIn) return false;
    for (const { owner, serial, until } of this.dates.list()) {
      const daysLeft = Math.floor((until.getTime() - now.getTime()) / DAY_MS);
      if (daysLeft >= WARN_DAYS) continue;
      const about = `${serial}:${hour.slice(0, 10)}`;
      await this.alerts.raiseNow({ kind: 'certificate', about, owner, serial, daysLeft });
    }
    this.lookedIn = hour;
    return false;
  }
}
