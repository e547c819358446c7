import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { BILL_TYPES, billOf, type BillType } from './bill';
import { billDayFault, type BillDayFault } from './bill-day';
import type { Decision, Desk } from './bookkeeper';
import type { BillTicket } from './books';
import { later } from './retry-ladder';
import type { V3Request } from './v3-call';
import { V3Rejected, type V3Said, wrongIn } from './v3-message';

const TOKEN_TTL_SECONDS = 5 * 60;

const WRONG_DAYS: Record<Exclude<BillDayFault, 'creating'>, string> = {
  noDay: '格式须为yyyy-MM-dd',
  notOver: '须早于今天',
  tooOld: '须在最近三个月内',
};

/** tradebill: where the bill of a day lies for five minutes, and what it must hash to. */
export function tradeBill(desk: Desk, { query, origin }: V3Request): Decision<V3Said> {
  const ticket = ticketFor(desk, query);
  const text = billFor(desk, ticket);
  const body = {
    hash_type: 'SHA1',
    hash_value: createHash('sha1').update(text).digest('hex'),
    download_url: `${origin}/v3/billdownload/file?token=${ticket.token}`,
  };
  return { event: { kind: 'billAsked', ticket }, answer: { status: 200, body } };
}

/** The file behind a download_url, which nobody signs. */
export function billFile(desk: Desk, { query }: V3Request): Decision<V3Said> {
  const ticket = desk.books.billTickets.get(String(query.token));
  if (!ticket || later(ticket.at, TOKEN_TTL_SECONDS) < desk.now.toISOString())
    throw new V3Rejected(400, 'PARAM_ERROR', 'token无效或已过期，请重新申请账单');
  const text = billFor(desk, ticket);
  return { answer: { status: 200, file: ticket.packed ? gzipSync(text) : text } };
}

function ticketFor({ now, random }: Desk, query: V3Request['query']): BillTicket {
  const { bill_date: day, bill_type: type = 'ALL', tar_type } = query;
  if (typeof day !== 'string') throw wrongQuery('bill_date', day ?? '', '缺少必填参数');
  if (!isBillType(type)) throw wrongQuery('bill_type', type, '不是ALL、SUCCESS或REFUND');
  if (tar_type !== undefined && tar_type !== 'GZIP') throw wrongQuery('tar_type', tar_type, '只能是GZIP');
  return { token: random.hex(32), day, type, packed: tar_type === 'GZIP', at: now.toISOString() };
}

function billFor(desk: Desk, { day, type }: BillTicket): string {
  const fault = billDayFault(desk, day);
  if (fault === 'creating') throw new V3Rejected(400, 'STATEMENT_CREATING', '账单生成中，请稍后再试');
  if (fault) throw wrongQuery('bill_date', day, WRONG_DAYS[fault]);
  const text = billOf(desk, day, type);
  if (text === undefined) throw new V3Rejected(400, 'NO_STATEMENT_EXIST', '账单文件不存在');
  return text;
}

function wrongQuery(field: string, value: unknown, issue: string): V3Rejected {
  return wrongIn('query', { field: `/${field}`, value, issue });
}

function isBillType(word: unknown): word is BillType {
  return (BILL_TYPES as readonly unknown[]).includes(word);
}
