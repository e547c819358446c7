import { AuthModule } from '@app/auth';
import { PaymentModule } from '@app/payment';
import { WeChatModule } from '@app/wechat';
import { Module } from '@nestjs/common';
import { BillLookService } from './bill-look.service';
import { BillService } from './bill.service';
import { BillSweep } from './bill.sweep';
import { CaseService } from './case.service';
import { CaseSweep } from './case.sweep';
import { GapQueryService } from './gap-query.service';
import { LooseEndService } from './loose-end.service';
import { NightlyVerifyService } from './nightly-verify.service';
import { ReconciliationController } from './reconciliation.controller';
import { SummaryController } from './summary.controller';
import { SummaryService } from './summary.service';
import { TimetableService } from './timetable.service';
import { VerifyModule } from './verify.module';

@Module({
  imports: [AuthModule, PaymentModule, VerifyModule, WeChatModule],
  controllers: [ReconciliationController, SummaryController],
  providers: [
    BillLookService,
    BillService,
    BillSweep,
    CaseService,
    CaseSweep,
    GapQueryService,
    LooseEndService,
    NightlyVerifyService,
    SummaryService,
    TimetableService,
  ],
})
export class ReconciliationModule {}
