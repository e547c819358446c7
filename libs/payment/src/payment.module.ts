import { AuthModule } from '@app/auth';
import { CatalogModule } from '@app/catalog';
import { OrderModule } from '@app/order';
import { WeChatModule } from '@app/wechat';
import { Module } from '@nestjs/common';
import { AttemptService } from './attempt.service';
import { ClosingService } from './closing.service';
import { ClosingSweep } from './closing.sweep';
import { PaymentController } from './payment.controller';
import { PrepayService } from './prepay.service';
import { SettlementService } from './settlement.service';
import { TradeQueryService } from './trade-query.service';
import { TransactionService } from './transaction.service';

@Module({
  imports: [AuthModule, CatalogModule, OrderModule, WeChatModule],
  controllers: [PaymentController],
  providers: [
    AttemptService,
    ClosingService,
    ClosingSweep,
    PrepayService,
    SettlementService,
    TradeQueryService,
    TransactionService,
  ],
  exports: [SettlementService],
})
export class PaymentModule {}
