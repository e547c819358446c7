import { AlertModule } from '@app/alert';
import { AddressModule } from '@app/address';
import { AuthModule } from '@app/auth';
import { JobsModule } from '@app/jobs';
import { NotifyModule } from '@app/notify';
import { OrderModule } from '@app/order';
import { PaymentModule } from '@app/payment';
import { Module } from '@nestjs/common';
import { AlertController } from './alert.controller';
import { ErasureController } from './erasure.controller';
import { ErasureService } from './erasure.service';
import { FailedJobController } from './failed-job.controller';
import { NightlyBackup } from './nightly-backup';
import { RetentionSweep } from './retention.sweep';

/** What concerns every room: how long things are kept, that they are backed up, that a person can be forgotten. */
@Module({
  imports: [AlertModule, AuthModule, JobsModule, AddressModule, OrderModule, PaymentModule, NotifyModule],
  controllers: [AlertController, ErasureController, FailedJobController],
  providers: [ErasureService, NightlyBackup, RetentionSweep],
})
export class HousekeepingModule {}
