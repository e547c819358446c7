import { carrierOf } from './carriers';
import { MiniRejected } from './mini-message';
import { checkShape, type Shape } from './mini-shape';
import { EXPRESS, type ShippedParcel, SPLIT, UNIFIED } from './shipment';
import { isV3Time } from './v3-time';
import type { Json } from './v3-call';

const ORDER_KEY: Shape = {
  order_number_type: 'whole',
  transaction_id: 'text',
  mchid: 'text',
  out_trade_no: 'text',
};
const PARCEL: Shape = {
  tracking_no: 'text',
  express_company: 'text',
  item_desc: 'text',
  contact: { consignor_contact: 'text', receiver_contact: 'text' },
};
const UPLOAD: Shape = {
  order_key: ORDER_KEY,
  logistics_type: 'whole',
  delivery_mode: 'whole',
  is_all_delivered: 'flag',
  shipping_list: [PARCEL],
  upload_time: 'text',
  payer: { openid: 'text' },
};

const MAX_PARCELS = 15;
const MAX_CODE = 128;
const MAX_DESCRIPTION = 120;
const MAX_CONTACT = 1024;
/** The express company that asks for one of the two telephone numbers. */
const SF = 'SF';

interface WireParcel {
  tracking_no?: string;
  express_company?: string;
  item_desc?: string;
  contact?: { consignor_contact?: string; receiver_contact?: string };
}

interface WireUpload {
  order_key?: OrderKey;
  logistics_type?: number;
  delivery_mode?: number;
  is_all_delivered?: boolean;
  shipping_list?: WireParcel[];
  upload_time?: string;
  payer?: { openid?: string };
}

interface OrderKey {
  order_number_type?: number;
  transaction_id?: string;
  mchid?: string;
  out_trade_no?: string;
}

/** A well-formed upload. */
export interface ShippingUpload {
  /** Either WeChat's number, or ours with the merchant's. */
  order: { transaction_id?: string; out_trade_no?: string; mchid?: string };
  logisticsType: number;
  deliveryMode: number;
  complete: boolean;
  parcels: ShippedParcel[];
  uploadedAt: string;
  openid: string;
}

/** Reads what the merchant says he has sent; everything that can be wrong without knowing the order. */
export function readUpload(body: Json): ShippingUpload {
  checkShape(body, UPLOAD);
  const upload = body as WireUpload;
  const order = orderIn(upload.order_key ?? {});
  checkManner(upload);
  const parcels = parcelsIn(upload);
  checkTime(upload.upload_time);
  if (!upload.payer?.openid) throw parameter('payer.openid');

  return {
    order,
    logisticsType: upload.logistics_type!,
    deliveryMode: upload.delivery_mode!,
    complete: upload.delivery_mode === UNIFIED || upload.is_all_delivered === true,
    parcels,
    uploadedAt: new Date(upload.upload_time!).toISOString(),
    openid: upload.payer.openid,
  };
}

function orderIn({ order_number_type, ...numbers }: OrderKey): ShippingUpload['order'] {
  if (order_number_type === 2) {
    if (!numbers.transaction_id) throw new MiniRejected(268485195, 'transaction_id is empty');
    return { transaction_id: numbers.transaction_id };
  }
  if (order_number_type !== 1) throw new MiniRejected(268485194, 'invalid order_number_type');
  if (!numbers.mchid) throw new MiniRejected(268485196, 'mchid is empty');
  if (!numbers.out_trade_no) throw new MiniRejected(268485197, 'out_trade_no is empty');
  return { mchid: numbers.mchid, out_trade_no: numbers.out_trade_no };
}

function checkManner({ logistics_type, delivery_mode, is_all_delivered }: WireUpload): void {
  if (![1, 2, 3, 4].includes(logistics_type ?? 0)) throw new MiniRejected(10060005, '物流类型有误');
  if (delivery_mode !== UNIFIED && delivery_mode !== SPLIT)
    throw new MiniRejected(268485224, 'invalid delivery_mode');
  if (delivery_mode === UNIFIED) {
    // Documented for SPLIT alone.
    if (is_all_delivered !== undefined) throw parameter('is_all_delivered');
    return;
  }
  if (logistics_type !== EXPRESS) throw new MiniRejected(10060006, '非快递发货时不允许分拆发货');
  if (is_all_delivered === undefined)
    throw new MiniRejected(10060007, '分拆发货模式下必须填写is_all_delivered');
}

function parcelsIn({ shipping_list = [], delivery_mode, logistics_type }: WireUpload): ShippedParcel[] {
  if (delivery_mode === UNIFIED && shipping_list.length !== 1)
    throw new MiniRejected(268485228, 'UNIFIED_DELIVERY needs one shipping item');
  if (shipping_list.length === 0) throw parameter('shipping_list');
  if (shipping_list.length > MAX_PARCELS) throw new MiniRejected(10060024, '物流信息超过上限');
  return shipping_list.map((parcel) => parcelIn(parcel, logistics_type === EXPRESS));
}

function parcelIn(parcel: WireParcel, express: boolean): ShippedParcel {
  const { tracking_no, express_company, item_desc, contact = {} } = parcel;
  if (item_desc === undefined) throw new MiniRejected(10060020, '商品信息未填写');
  if (item_desc.trim() === '') throw new MiniRejected(10060008, '商品信息不能为空');
  if ([...item_desc].length > MAX_DESCRIPTION) throw new MiniRejected(10060009, '商品信息过长');
  if (express) checkExpress(parcel);
  else if (tracking_no !== undefined || express_company !== undefined) throw parameter('tracking_no');
  checkContact(contact.consignor_contact);
  checkContact(contact.receiver_contact);

  return {
    trackingNo: tracking_no,
    expressCompany: express_company,
    itemDesc: item_desc,
    consignorContact: contact.consignor_contact,
    receiverContact: contact.receiver_contact,
  };
}

function checkExpress({ tracking_no = '', express_company = '', contact }: WireParcel): void {
  if (!tracking_no) throw new MiniRejected(268485226, 'tracking_no is empty');
  if (!express_company) throw new MiniRejected(268485227, 'express_company is empty');
  if (express_company.length > MAX_CODE) throw new MiniRejected(10060025, '物流公司编码过长');
  if (tracking_no.length > MAX_CODE) throw new MiniRejected(10060026, '物流单号过长');
  if (!carrierOf(express_company)) throw parameter('express_company');
  if (express_company === SF && !contact?.consignor_contact && !contact?.receiver_contact)
    throw parameter('contact');
}

/** Masked, but for the last four digits: `189****1234`, `021-****1234`. */
function checkContact(contact: string | undefined): void {
  if (!contact) return;
  const digits = contact.replaceAll('-', '');
  if (contact.length > MAX_CONTACT || !/^[\d+]*\*[\d*]*\d{4}$/.test(digits)) throw parameter('contact');
}

function checkTime(uploadTime = ''): void {
  if (!/\.\d{3}(Z|[+-]\d\d:\d\d)$/.test(uploadTime) || !isV3Time(uploadTime))
    throw new MiniRejected(268485216, 'invalid upload_time');
}

export function parameter(field: string): MiniRejected {
  return new MiniRejected(10060014, `参数错误: ${field}`);
}
