import { JobsModule } from '@app/jobs';
import { WeChatModule } from '@app/wechat';
import { Module } from '@nestjs/common';
import { AlertDelivery } from './alert-delivery';
import { Alerts } from './alerts';
import { CertificateWatch } from './certificate-watch';

/** What a person has to hear of, and how it reaches him. */
@Module({
  imports: [JobsModule, WeChatModule],
  providers: [AlertDelivery, Alerts, CertificateWatch],
  exports: [Alerts],
})
export class AlertModule {}
