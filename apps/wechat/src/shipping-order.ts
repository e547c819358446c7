import type { Decision, Desk } from './bookkeeper';
import type { Transaction } from './books';
import { MiniRejected, OK } from './mini-message';
import { settlementPush } from './push';
import { isKnown, orderState, type Shipment } from './shipment';
import { parameter, readUpload, type ShippingUpload } from './shipping-upload';
import { transactionIn } from './trade';
import type { Json } from './v3-call';

/** The states from which nothing is shipped any more. */
const ENDED = [3, 4, 5, 6];

/** upload_shipping_info: from the first complete one on, each order has one chance to be shipped again. */
export function uploadShipping(desk: Desk, body: Json): Decision<object> {
  const upload = readUpload(body);
  const transaction = knownTransaction(desk, upload.order);
  if (upload.openid !== transaction.openid) throw new MiniRejected(10060031, 'openid与支付单不符');
  if (ENDED.includes(orderState(desk, transaction)))
    throw new MiniRejected(10060004, '支付单处于不可发货的状态');

  const earlier = desk.books.mini.shipments.get(transaction.transactionId);
  if (earlier) checkChange(earlier, upload);
  const shipment = shipmentAfter(desk, transaction, { upload, earlier });
  const { shippedAt } = shipment;
  const push = shipment.complete ? settlementPush(desk, transaction, { shippedAt }) : undefined;
  return { event: { kind: 'shipped', shipment, push }, answer: OK };
}

/** The payment that a shipping call names; a minute young, it is not known here yet. */
export function knownTransaction(
  { books, config, now }: Desk,
  { mchid = config.WECHAT_PAY_MCH_ID, ...numbers }: ShippingUpload['order'],
): Transaction {
  const transaction = mchid === config.WECHAT_PAY_MCH_ID ? transactionIn(books, numbers) : undefined;
  if (!transaction || !isKnown(transaction, now)) throw new MiniRejected(10060001, '支付单不存在');
  return transaction;
}

/** Whether an order that was shipped, in whole or in part, may be shipped like this now. */
function checkChange(earlier: Shipment, upload: ShippingUpload): void {
  if (isSame(earlier, upload)) throw new MiniRejected(10060023, '发货信息未更新');
  if (upload.uploadedAt <= earlier.uploadedAt) throw parameter('upload_time');
  // Another part of what is complete is no new shipment.
  if (earlier.complete && !upload.complete && isSameManner(earlier, upload))
    throw new MiniRejected(10060002, '支付单已完成发货，无法继续发货');
  if (earlier.reshipped && isReshipment(earlier, upload))
    throw new MiniRejected(10060003, '支付单已使用重新发货机会');
}

function isSame(earlier: Shipment, upload: ShippingUpload): boolean {
  return (
    isSameManner(earlier, upload) &&
    earlier.complete === upload.complete &&
    JSON.stringify(earlier.parcels) === JSON.stringify(upload.parcels)
  );
}

function isSameManner(earlier: Shipment, upload: ShippingUpload): boolean {
  return earlier.deliveryMode === upload.deliveryMode && earlier.logisticsType === upload.logisticsType;
}

function isReshipment(earlier: Shipment, upload: ShippingUpload): boolean {
  return earlier.complete || !isSameManner(earlier, upload);
}

/** In parts, each list takes the place of the one before: the merchant sends the whole one each time. */
function shipmentAfter(
  { now }: Desk,
  { transactionId }: Transaction,
  { upload, earlier }: { upload: ShippingUpload; earlier?: Shipment },
): Shipment {
  const { logisticsType, deliveryMode, complete, parcels, uploadedAt } = upload;
  const reshipped = earlier !== undefined && (earlier.reshipped || isReshipment(earlier, upload));
  const shippedAt = complete ? now.toISOString() : earlier?.shippedAt;
  const said = { logisticsType, deliveryMode, complete, parcels, uploadedAt };
  return { transactionId, ...said, reshipped, shippedAt };
}
