import { CsvDamaged, decodeCsv, parseCsv, type CsvRow } from '@app/common';
import { MAX_PARCELS, type ParcelWish } from './shipment-plan';

export const ORDER_COLUMN = '订单号';
export const CARRIER_COLUMN = '快递公司';
export const NUMBER_COLUMN = '快递单号';

export const MAX_ROWS = 1_000;

/** A row that cannot be shipped, and why, for the merchant. */
export interface RowFault {
  line: number;
  reason: string;
}

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

/** Carriers by what merchants call them: WeChat's code or its name. */
export type CarrierCode = (text: string) => string | undefined;

/** Reads a merchant's file as far as it makes sense, and says of each row that makes none why. */
export function readShippingFile(bytes: Buffer, codeOf: CarrierCode): ShippingFile {
  try {
    const [head, ...rows] = parseCsv(decodeCsv(bytes));
    const fault = faultOf(head, rows);
    return fault ? { orders: [], skipped: 0, faults: [fault] } : readRows(head!, rows, codeOf);
  } catch (error) {
    if (!(error instanceof CsvDamaged)) throw error;
    return { orders: [], skipped: 0, faults: [{ line: error.line, reason: error.reason }] };
  }
}

/** What is wrong with all of it. */
function faultOf(head: CsvRow | undefined, rows: CsvRow[]): RowFault | undefined {
  const names = (head?.cells ?? []).map((cell) => cell.trim());
  const missing = [ORDER_COLUMN, CARRIER_COLUMN, NUMBER_COLUMN].filter((name) => !names.includes(name));
  if (missing.length > 0) return { line: head?.line ?? 1, reason: `缺少列：${missing.join('、')}` };
  if (rows.length === 0) return { line: head!.line, reason: '没有数据' };
  const [tooMuch] = rows.slice(MAX_ROWS);
  return tooMuch && { line: tooMuch.line, reason: `一次最多${MAX_ROWS}行` };
}

function readRows(head: CsvRow, rows: CsvRow[], codeOf: CarrierCode): ShippingFile {
  const file: ShippingFile = { orders: [], skipped: 0, faults: [] };
  const lineOf = new Map<string, number>();
  for (const row of rows.map((one) => rowOf(head, one))) {
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

function rowOf(head: CsvRow, { line, cells }: CsvRow): Row {
  const names = head.cells.map((cell) => cell.trim());
  const cellOf = (name: string) => (cells[names.indexOf(name)] ?? '').trim();
  return {
    line,
    orderNo: cellOf(ORDER_COLUMN).toUpperCase(),
    carrier: cellOf(CARRIER_COLUMN),
    trackingNo: cellOf(NUMBER_COLUMN),
  };
}

function noCarrier(name: string): string {
  return name === '' ? '缺少快递公司' : `没有“${name}”这家快递公司`;
}

function reasonAgainst({ orderNo, trackingNo }: Row): string | undefined {
  if (orderNo === '') return '缺少订单号';
  if (trackingNo === '') return '缺少快递单号';
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
