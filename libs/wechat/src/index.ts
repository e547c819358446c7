export type { Outcome } from './outcome';
export type {
  ClientParams,
  GatewayName,
  Merchant,
  MerchantOrder,
  PayNotice,
  PrepayRequest,
  SignType,
  Trade,
} from './pay-gateway';
export { signV2, verifyV2 } from './v2-sign';
export { MalformedXml, parseXml, writeXml } from './v2-xml';
/** A type alone: only this room, after verification, makes one. */
export type { VerifiedPayment } from './verified-payment';
