export { ShippingPushService } from './shipping-push.service';
export * from './shipping.module';
