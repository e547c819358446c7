import {
  compactText,
  spoiltCode,
  type Columns,
  type RowFault,
  type TableRow,
  type TableShape,
} from '@app/common';
import { CARRIERS_ARE } from './carrier-names';
import { MAX_PARCELS, type ParcelWish } from './shipment-plan';

export const ORDER_COLUMN = '订单号';
export const CARRIER_COLUMN = '快递公司';
export const NUMBER_COLUMN = '快递单号';

export const MAX_ROWS = 1_000;

const COLUMNS = {
  orderNo: ORDER_COLUMN,
  carrier: CARRIER_COLUMN,
  trackingNo: NUMBER_COLUMN,
} satisfies Columns<string>;
export type ShippingColumn = keyof typeof COLUMNS;

/** An exported list has more columns than are read. */
export const SHIPPING_SHAPE = {
  columns: COLUMNS,
  mostRows: MAX_ROWS,
  needed: ['orderNo', 'carrier', 'trackingNo'],
  passesOver: true,
  needsRows: true,
} satisfies TableShape<ShippingColumn>;

/** What a file says of one order. */
export interface FileOrder {
  orderNo: string;
  /** Where it is named first. */
  line: number;
  parcels: ParcelWish[];
}

export interface ShippingFile {
  orders: FileOrder[];
  /** Rows that name neither carrier nor number: not left yet. */
  skipped: number;
  faults: RowFault[];
}

interface Row extends ParcelWish {
  line: number;
  orderNo: string;
}

/** Carriers by what merchants call them. */
export type CarrierCode = (text: string) => string | undefined;

/** Reads a merchant's rows as far as they make sense, and says of each that makes none why. */
export function readShippingFile(
  rows: readonly TableRow<ShippingColumn>[],
  codeOf: CarrierCode,
): ShippingFile {
  const file: ShippingFile = { orders: [], skipped: 0, faults: [] };
  const lineOf = new Map<string, number>();
  for (const row of rows.map(rowOf)) {
    if (row.carrier === '' && row.trackingNo === '') {
      file.skipped += 1;
      continue;
    }
    const carrier = codeOf(row.carrier);
    const reason = carrier ? reasonAgainst(row) : noCarrier(row.carrier);
    const parcel = `${row.orderNo} ${carrier} ${row.trackingNo}`;
    const double = lineOf.get(parcel);
    if (reason !== undefined) file.faults.push({ line: row.line, reason });
    else if (double !== undefined) file.faults.push({ line: row.line, reason: `与第${double}行重复` });
    else add(file, { ...row, carrier: carrier! });
    lineOf.set(parcel, double ?? row.line);
  }
  return file;
}

function rowOf({ line, cells }: TableRow<ShippingColumn>): Row {
  const { orderNo = '', carrier = '', trackingNo = '' } = cells;
  return { line, orderNo: compactText(orderNo).toUpperCase(), carrier, trackingNo: compactText(trackingNo) };
}

function noCarrier(name: string): string {
  return name === '' ? '缺少快递公司' : `没有“${name}”这家快递公司，${CARRIERS_ARE}`;
}

function reasonAgainst({ orderNo, trackingNo }: Row): string | undefined {
  if (orderNo === '') return '缺少订单号';
  if (trackingNo === '') return '缺少快递单号';
  const spoilt = spoiltCode(trackingNo, NUMBER_COLUMN);
  if (spoilt) return spoilt;
  return /^[\w-]{1,128}$/.test(trackingNo) ? undefined : '快递单号错误';
}

/** Rows of one order are its parcels. */
function add({ orders, faults }: ShippingFile, { line, orderNo, carrier, trackingNo }: Row): void {
  const order = orders.find((one) => one.orderNo === orderNo);
  const parcel = { carrier, trackingNo };
  if (!order) orders.push({ orderNo, line, parcels: [parcel] });
  else if (order.parcels.length < MAX_PARCELS) order.parcels.push(parcel);
  else faults.push({ line, reason: `一个订单最多${MAX_PARCELS}个包裹` });
}
