import { AlertModule } from '@app/alert';
import { AuthModule } from '@app/auth';
import { JobsModule } from '@app/jobs';
import { PaymentModule } from '@app/payment';
import { WeChatModule } from '@app/wechat';
import { Module } from '@nestjs/common';
import { BillLookService } from './bill-look.service';
import { BillService } from './bill.service';
import { BillSweep } from './bill.sweep';
import { CaseService } from './case.service';
import { CaseSweep } from './case.sweep';
import { DigestService } from './digest.service';
import { DigestSweep } from './digest.sweep';
import { GapQueryService } from './gap-query.service';
import { LooseEndService } from './loose-end.service';
import { NightlyVerifyService } from './nightly-verify.service';
import { ReconciliationController } from './reconciliation.controller';
import { SummaryController } from './summary.controller';
import { SummaryService } from './summary.service';
import { VerifyModule } from './verify.module';
import { VerifySweep } from './verify.sweep';

@Module({
  imports: [AlertModule, AuthModule, JobsModule, PaymentModule, VerifyModule, WeChatModule],
  controllers: [ReconciliationController, SummaryController],
  providers: [
    BillLookService,
    BillService,
    BillSweep,
    CaseService,
    CaseSweep,
    DigestService,
    DigestSweep,
    GapQueryService,
    LooseEndService,
    NightlyVerifyService,
    SummaryService,
    VerifySweep,
  ],
})
export class ReconciliationModule {}
