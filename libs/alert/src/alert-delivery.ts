import { AppConfig, Clock } from '@app/common';
import { named } from '@app/database';
import { Jobs } from '@app/jobs';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { DELIVERED, UNDELIVERED } from './alert-sql';
import { DELIVER } from './alerts';
import { tellRobot } from './robot';
import type { RobotMessage } from './robot-dialect';

/** Tells the robot what was raised; a job that is done twice, as after a crash, tells it twice under the same key. */
@Injectable()
export class AlertDelivery implements OnModuleInit {
  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    const { ALERT_WEBHOOK_URL: url } = this.config;
    if (url === undefined) return;
    this.jobs.handle(DELIVER, ({ alert }: { alert: number }) => this.deliver(alert, url));
  }

  /** No connection is held while the robot is told. */
  private async deliver(alert: number, url: string): Promise<void> {
    const [due] = await named<RobotMessage>(this.db, 'alert.undelivered', UNDELIVERED, [alert]);
    if (!due) return;
    await tellRobot(url, { ...due, text: `【${this.config.SHOP_NAME}】${due.text}` });
    await named(this.db, 'alert.delivered', DELIVERED, [alert, this.clock.offset]);
  }
}
