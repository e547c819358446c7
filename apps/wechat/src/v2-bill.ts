import { writeXml } from '@app/wechat';
import { gzipSync } from 'node:zlib';
import type { Answer } from './answer';
import { BILL_TYPES, billOf, type BillType } from './bill';
import { billDayFault, type BillDayFault } from './bill-day';
import type { Desk } from './bookkeeper';
import type { V2Request } from './v2-message';

/** Why no bill comes; WeChat's words, of which only one has a code that is known. */
interface Refusal {
  words: string;
  code?: string;
}

const NO_BILL: Refusal = { words: 'No Bill Exist', code: '20002' };
const DAY_FAULTS: Record<BillDayFault, Refusal> = {
  noDay: { words: 'data format error' },
  notOver: { words: 'invalid bill_date' },
  tooOld: NO_BILL,
  creating: { words: 'Bill Creating' },
};

/** downloadbill: the bill itself, as text or packed, and never signed. */
export function downloadBill(desk: Desk, { fields }: V2Request): Answer {
  const { bill_date, bill_type = 'ALL', tar_type } = fields;
  if (!bill_date) return refusal({ words: 'missing parameter' });
  if (!isBillType(bill_type)) return refusal({ words: 'invalid bill_type' });
  if (tar_type !== undefined && tar_type !== 'GZIP') return refusal({ words: 'CompressGZip Error' });

  const day = bill_date.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  const fault = billDayFault(desk, day);
  if (fault) return refusal(DAY_FAULTS[fault]);
  const text = billOf(desk, day, bill_type);
  if (text === undefined) return refusal(NO_BILL);
  return { status: 200, contentType: 'text/plain', body: tar_type ? gzipSync(text) : text };
}

/** WeChat's own fault: it may be asked again. */
export function billExcuse(): Answer {
  return refusal({ words: 'SYSTEMERROR' });
}

function refusal({ words, code }: Refusal): Answer {
  const said = { return_code: 'FAIL', return_msg: words, ...(code && { error_code: code }) };
  return { status: 200, contentType: 'text/xml', body: writeXml(said) };
}

function isBillType(word: string): word is BillType {
  return (BILL_TYPES as readonly string[]).includes(word);
}
