export * from './payment.entity';
export * from './payment.module';
export { SettlementService, type Settled } from './settlement.service';
