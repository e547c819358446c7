import { yuanOf } from '@app/common';
import {
  BILL_COLUMNS,
  type BillColumn,
  type BillEntry,
  feeYuan,
  paymentsOn,
  refundsOn,
} from './bill-entries';
import type { Desk } from './bookkeeper';

export const BILL_TYPES = ['ALL', 'SUCCESS', 'REFUND'] as const;
export type BillType = (typeof BILL_TYPES)[number];

const ONLY_OF_REFUNDS: readonly BillColumn[] = [
  '微信退款单号',
  '商户退款单号',
  '退款金额',
  '充值券退款金额',
  '退款类型',
  '退款状态',
  '申请退款金额',
];
const COLUMNS: Record<BillType, readonly BillColumn[]> = {
  ALL: BILL_COLUMNS,
  SUCCESS: BILL_COLUMNS.filter((name) => !ONLY_OF_REFUNDS.includes(name)),
  REFUND: BILL_COLUMNS.flatMap((name) =>
    name === '微信退款单号' ? (['退款申请时间', '退款成功时间', name] as const) : [name],
  ),
};
const SUMMARY =
  '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';

const BYTE_ORDER_MARK = '\uFEFF';

/** The bill of a day (`yyyy-MM-dd`, Beijing); nothing where nothing happened. */
export function billOf(desk: Desk, day: string, type: BillType): string | undefined {
  const payments = type === 'REFUND' ? [] : paymentsOn(desk, day);
  const refunds = type === 'SUCCESS' ? [] : refundsOn(desk, day);
  const entries = [...payments, ...refunds].toSorted((a, b) => (a.at < b.at ? -1 : 1));
  if (entries.length === 0) return undefined;

  const columns = COLUMNS[type];
  const rows = entries.map(({ row }) => line(columns.map((name) => row[name])));
  const lines = [columns.join(','), ...rows, SUMMARY, line(summary(entries))];
  return BYTE_ORDER_MARK + lines.map((text) => `${text}\r\n`).join('');
}

/** Every cell begins with a back-tick, because a name may hold commas; no cell holds a line's end. */
function line(cells: string[]): string {
  return cells.map((cell) => `\`${cell.replaceAll(/[\r\n]/g, ' ')}`).join(',');
}

function summary(entries: BillEntry[]): string[] {
  const sum = (fen: (entry: BillEntry) => number) => entries.reduce((total, entry) => total + fen(entry), 0);
  const [paid, refunded] = [sum(({ paidFen }) => paidFen), sum(({ refundFen }) => refundFen)].map(yuanOf);
  const fee = feeYuan(sum(({ feeFen }) => feeFen));
  return [String(entries.length), paid!, refunded!, '0.00', fee, paid!, refunded!];
}
