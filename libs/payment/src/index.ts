export { AfterSaleErasure } from './after-sale-erasure.service';
export { OpenMoneyService } from './open-money.service';
export * from './payment.entity';
export * from './payment.module';
export { PaymentQueryService } from './payment-query.service';
export { RefundQueryService } from './refund-query.service';
export { RefundRecordService, type RefundRecorded } from './refund-record.service';
export { RefundService } from './refund.service';
export { SettlementService, type Settled } from './settlement.service';
