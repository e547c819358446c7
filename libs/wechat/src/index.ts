export { AccessTokenService } from './access-token.service';
export { AccessTokenStore, type KeptToken } from './access-token-store';
export type { BillLine, BillTotals, TradeBill } from './bill';
export { CertificateDates, type CertificateDate } from './certificate-dates';
export { versionOf } from './file-version';
export { MiniProgramApi, type MiniProgramUser } from './mini-program-api';
export { MiniProgramModule } from './mini-program.module';
export type { Outcome } from './outcome';
export {
  NoticeRejected,
  type ClientParams,
  type GatewayName,
  type Merchant,
  type MerchantOrder,
  type MerchantPayment,
  type PayNotice,
  type PrepayRequest,
  type SignType,
  type Trade,
} from './pay-gateway';
export type {
  MerchantRefund,
  RefundClaim,
  RefundNotice,
  RefundRequest,
  RefundStanding,
} from './refund-gateway';
export type { RefundState } from './refund-state';
export { PhoneNumberApi } from './phone-number-api';
export { readPush, readUrlCheck, type PushMessage, type PushQuery, type PushReader } from './push-message';
export { openPush, sealPush, signPush, verifyPush, type SealedPush } from './push-seal';
export { sessionSignature } from './session-signature';
export {
  ShippingInfoApi,
  type DeliveryCompany,
  type ShippingOrderPage,
  type ShippingOrderQuery,
  type SpecialOrder,
} from './shipping-info-api';
export type { ShippingOrder, ShippingParcel, ShippingState } from './shipping-order';
export {
  nextUploadTime,
  type PaidOrder,
  type SentParcel,
  type Shipping,
  type ShippingUpload,
} from './shipping-upload';
export { shippingVerdict, type ShippingVerdict } from './shipping-verdict';
export type { SubscribeMessage, TemplateValues } from './subscribe-message';
export { SubscribeMessageApi } from './subscribe-message-api';
export { refundNoticeKey, signV2, verifyV2 } from './v2-sign';
export { MalformedXml, parseXml, writeXml } from './v2-xml';
export { openV3, sealV3, type Sealed } from './v3-aead';
export { signV3, v3Message, v3RequestMessage, verifyV3Signature, type V3Request } from './v3-sign';
/** Types alone: only this room makes one of these, after verification. */
export type { VerifiedPayment } from './verified-payment';
export type { VerifiedRefund } from './verified-refund';
export { WeChatHttp } from './wechat-http';
export { WeChatPayService } from './wechat-pay.service';
export { WeChatProbe, type Reached } from './wechat-probe';
export { WeChatModule } from './wechat.module';
