import { AlertModule } from '@app/alert';
import { AuthModule } from '@app/auth';
import { CatalogModule } from '@app/catalog';
import { OrderModule } from '@app/order';
import { WeChatModule } from '@app/wechat';
import { Module } from '@nestjs/common';
import { AfterSaleDeskController } from './after-sale-desk.controller';
import { AfterSaleDeskService } from './after-sale-desk.service';
import { AfterSaleErasure } from './after-sale-erasure.service';
import { AfterSaleLifeService } from './after-sale-life.service';
import { AfterSaleListService } from './after-sale-list.service';
import { AfterSaleController } from './after-sale.controller';
import { AfterSaleService } from './after-sale.service';
import { AttemptService } from './attempt.service';
import { ClaimService } from './claim.service';
import { ClosingService } from './closing.service';
import { ClosingSweep } from './closing.sweep';
import { ConfirmService } from './confirm.service';
import { OpenMoneyService } from './open-money.service';
import { PaidTallyService } from './paid-tally.service';
import { PaidTallySweep } from './paid-tally.sweep';
import { PaymentController } from './payment.controller';
import { PaymentQueryService } from './payment-query.service';
import { PendingSweep } from './pending.sweep';
import { PrepayService } from './prepay.service';
import { RefundAskingService } from './refund-asking.service';
import { RefundCapService } from './refund-cap.service';
import { RefundListService } from './refund-list.service';
import { RefundOwedService } from './refund-owed.service';
import { RefundQueryService } from './refund-query.service';
import { RefusedRefundController } from './refused-refund.controller';
import { RefusedRefundService } from './refused-refund.service';
import { RefundRecordService } from './refund-record.service';
import { RefundController } from './refund.controller';
import { RefundService } from './refund.service';
import { RefundSweep } from './refund.sweep';
import { ReplacingController } from './replacing.controller';
import { ReplacingService } from './replacing.service';
import { SettlementService } from './settlement.service';
import { TradeQueryService } from './trade-query.service';
import { TransactionService } from './transaction.service';

@Module({
  imports: [AlertModule, AuthModule, CatalogModule, OrderModule, WeChatModule],
  controllers: [
    PaymentController,
    ReplacingController,
    RefundController,
    AfterSaleController,
    AfterSaleDeskController,
    RefusedRefundController,
  ],
  providers: [
    AfterSaleDeskService,
    AfterSaleErasure,
    AfterSaleLifeService,
    AfterSaleListService,
    AfterSaleService,
    AttemptService,
    ClaimService,
    ClosingService,
    ClosingSweep,
    ConfirmService,
    OpenMoneyService,
    PaidTallyService,
    PaidTallySweep,
    PaymentQueryService,
    PendingSweep,
    PrepayService,
    RefundAskingService,
    RefundListService,
    RefundOwedService,
    RefundQueryService,
    RefusedRefundService,
    RefundRecordService,
    RefundCapService,
    RefundService,
    RefundSweep,
    ReplacingService,
    SettlementService,
    TradeQueryService,
    TransactionService,
  ],
  exports: [
    AfterSaleErasure,
    AfterSaleListService,
    ClaimService,
    RefundListService,
    TransactionService,
    OpenMoneyService,
    PaymentQueryService,
    RefundQueryService,
    RefundRecordService,
    RefundCapService,
    RefundService,
    SettlementService,
  ],
})
export class PaymentModule {}
