import { fenOf, fromBeijingTime } from '@app/common';
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

export interface TradeBill {
  lines: BillLine[];
  totals: BillTotals;
}

export const NO_TRADE: TradeBill = { lines: [], totals: { paidFen: 0, refundFen: 0 } };

/** By name of the column: merchants have more or fewer of them, depending on when they joined. */
type Row = ReadonlyMap<string, string>;

const SUMMARY = '总交易单数';
/** A product's name may hold line breaks and commas, but nobody writes a back-tick after them. */
const RECORD_END = new RegExp(`\\r?\\n(?=\`|${SUMMARY})`);
const CELL_END = ',`';

/** Reads a trade bill of v2 or v3, as text; one whose sums disagree with its lines was cut off, or is none. */
export function billIn(file: Buffer): TradeBill {
  const [header = '', ...records] = textOf(file).trimEnd().split(RECORD_END);
  const end = records.findIndex((record) => record.startsWith(SUMMARY));
  if (end < 0) throw new UnusableMessage('the bill has no summary');

  const lines = rowsOf(header, records.slice(0, end)).map(lineOf);
  const [summary, ...more] = rowsOf(records[end]!, records.slice(end + 1));
  if (!summary || more.length > 0) throw new UnusableMessage('the bill has not one summary');
  return { lines, totals: agreedTotals(summary, lines) };
}

function textOf(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    throw new UnusableMessage('the bill is not UTF-8');
  }
}

function rowsOf(header: string, records: string[]): Row[] {
  const names = header.split(',');
  return records.map((record) => {
    const cells = record.slice(1).split(CELL_END);
    if (cells.length !== names.length) throw new UnusableMessage('a line of the bill has cells of no column');
    return new Map(names.map((name, column) => [name, cells[column]!]));
  });
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
    currency: cellIn(row, '货币种类'),
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

function agreedTotals(summary: Row, lines: BillLine[]): BillTotals {
  const paidFen = lines.reduce((sum, { totalFen }) => sum + totalFen, 0);
  const refundFen = lines.reduce((sum, line) => sum + (line.refundFen ?? 0), 0);
  const agrees =
    cellIn(summary, SUMMARY) === String(lines.length) &&
    fenIn(summary, '订单总金额') === paidFen &&
    fenIn(summary, '申请退款总金额') === refundFen;
  if (!agrees) throw new UnusableMessage('the sums of the bill disagree with its lines');
  return { paidFen, refundFen };
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
