import { fenOf, fromBeijingTime } from '@app/common';
import { billParts, leadingCell, rowOf, SUMMARY, type Row } from './bill-rows';
import { timeOf, UnusableMessage } from './facts';

/** One payment or one refund of a day. */
export interface BillLine {
  /** A reversal is `other`, and so is what is new. */
  kind: 'payment' | 'refund' | 'other';
  tradedAt: Date;
  appId: string;
  mchId: string;
  transactionId: string;
  orderNo: string;
  currency: string;
  /** Of the order, whatever coupons paid of it; 0 in the line of a refund. */
  totalFen: number;
  refundId?: string;
  outRefundNo?: string;
  /** What was asked to be refunded. */
  refundFen?: number;
  /** Of the day the refund was accepted; WeChat never changes it later. */
  refundStatus?: string;
}

/** WeChat's own sums. */
export interface BillTotals {
  paidFen: number;
  refundFen: number;
}

/** A line that could not be read; WeChat can be asked about the payment that it names. */
export interface UnreadLine {
  /** Of the file; its first line has the names of the columns. */
  line: number;
  why: string;
  appId?: string;
  transactionId?: string;
}

export interface TradeBill {
  lines: BillLine[];
  unread: UnreadLine[];
  totals: BillTotals;
}

export const NO_TRADE: TradeBill = { lines: [], unread: [], totals: { paidFen: 0, refundFen: 0 } };

/** A bill without one of these is none, and not one with lines that cannot be read. */
const NEEDED_COLUMNS = [
  '交易时间',
  '公众账号ID',
  '商户号',
  '微信订单号',
  '商户订单号',
  '交易状态',
  '货币种类',
  '微信退款单号',
  '商户退款单号',
  '退款状态',
  '订单金额',
  '申请退款金额',
];

/**
 * Reads a trade bill of v2 or v3, as text; one whose sums disagree with its lines was cut off, or is none. A line that
 * cannot be read does not keep the others from it.
 */
export function billIn(file: Buffer): TradeBill {
  const { columns, records, summary } = billParts(textOf(file));
  const absent = NEEDED_COLUMNS.find((name) => !columns.includes(name));
  if (absent) throw new UnusableMessage(`the bill has no column ${absent}`);

  const lines: BillLine[] = [];
  const unread: UnreadLine[] = [];
  for (const [index, record] of records.entries()) {
    const read = readLine(columns, record);
    if ('why' in read) unread.push({ line: index + 2, ...read });
    else lines.push(read);
  }
  return { lines, unread, totals: agreedTotals(summary, lines, unread.length) };
}

const TRANSACTION_ID = /^\d{28}$/;

function readLine(columns: string[], record: string): BillLine | Omit<UnreadLine, 'line'> {
  try {
    return lineOf(rowOf(columns, record));
  } catch (error) {
    if (!(error instanceof UnusableMessage)) throw error;
    const transactionId = leadingCell(columns, record, '微信订单号');
    const isNamed = transactionId !== undefined && TRANSACTION_ID.test(transactionId);
    const appId = leadingCell(columns, record, '公众账号ID');
    return { why: error.message, ...(isNamed && { transactionId, appId }) };
  }
}

function textOf(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    throw new UnusableMessage('the bill is not UTF-8');
  }
}

function lineOf(row: Row): BillLine {
  const status = cellIn(row, '交易状态');
  const kind = status === 'SUCCESS' ? 'payment' : status === 'REFUND' ? 'refund' : 'other';
  return {
    kind,
    tradedAt: timeOf('交易时间', () => fromBeijingTime(cellIn(row, '交易时间'))),
    appId: cellIn(row, '公众账号ID'),
    mchId: cellIn(row, '商户号'),
    transactionId: cellIn(row, '微信订单号'),
    orderNo: cellIn(row, '商户订单号'),
    currency: currencyIn(row),
    totalFen: fenIn(row, '订单金额'),
    ...(kind !== 'payment' && refundIn(row)),
  };
}

/** Where there is no refund, its number is `0`. */
function refundIn(row: Row): Partial<BillLine> {
  const refundId = cellIn(row, '微信退款单号');
  if (refundId === '' || refundId === '0') return {};
  return {
    refundId,
    outRefundNo: cellIn(row, '商户退款单号'),
    refundFen: fenIn(row, '申请退款金额'),
    refundStatus: cellIn(row, '退款状态'),
  };
}

/** Where a line was not read, the sums of the others are less. */
function agreedTotals(summary: Row, lines: BillLine[], unread: number): BillTotals {
  const paidFen = lines.reduce((sum, { totalFen }) => sum + totalFen, 0);
  const refundFen = lines.reduce((sum, line) => sum + (line.refundFen ?? 0), 0);
  const totals = { paidFen: fenIn(summary, '订单总金额'), refundFen: fenIn(summary, '申请退款总金额') };
  const agrees =
    unread > 0
      ? totals.paidFen >= paidFen && totals.refundFen >= refundFen
      : totals.paidFen === paidFen && totals.refundFen === refundFen;
  if (!agrees || cellIn(summary, SUMMARY) !== String(lines.length + unread))
    throw new UnusableMessage('the sums of the bill disagree with its lines');
  return totals;
}

/** Cells that moved by one would be taken for others. */
function currencyIn(row: Row): string {
  const currency = cellIn(row, '货币种类');
  if (!/^[A-Z]{3}$/.test(currency)) throw new UnusableMessage('货币种类 is no currency');
  return currency;
}

function fenIn(row: Row, name: string): number {
  try {
    return fenOf(cellIn(row, name));
  } catch (error) {
    if (error instanceof RangeError) throw new UnusableMessage(`${name} is no amount`);
    throw error;
  }
}

function cellIn(row: Row, name: string): string {
  const cell = row.get(name);
  if (cell === undefined) throw new UnusableMessage(`the bill has no column ${name}`);
  return cell;
}
