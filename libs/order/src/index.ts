export { OrderErasure } from './order-erasure.service';
export * from './order-life.service';
export { OrderRecheckService } from './order-recheck.service';
export * from './order-status';
export { OrderEventView } from './order-event.dto';
export { OrderHistoryService } from './order-history.service';
export { OrderAddress, OrderRow, RefusedOrder } from './order.dto';
export * from './order.entity';
export * from './order.module';
