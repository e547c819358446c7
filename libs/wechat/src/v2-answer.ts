import { isTransient, normalCode } from './error-code';
import { ok, rejected, unknown, type Outcome } from './outcome';
import type { Merchant } from './pay-gateway';
import type { V2Keys } from './v2-keys';
import type { AuthenticFields, Fields } from './v2-sign';
import { MalformedXml, parseXml } from './v2-xml';
import type { WeChatAnswer } from './wechat-http';

const UNSIGNED = 'return_code FAIL:';
/** The normalised code of a day without trade, which has no bill. */
export const NO_BILL = 'NOBILLEXIST';
const NO_BILL_CODE = '20002';

/** Judges an answer in WeChat's order: transport, return_code, sign, merchant, result_code. */
export function judgeV2(answer: WeChatAnswer, keys: V2Keys, asked: Merchant): Outcome<AuthenticFields> {
  if (answer.status !== 200) return unknown(`HTTP ${answer.status}`);
  const fields = fieldsOf(answer.body);
  if (fields instanceof MalformedXml) return unknown(`answer ${fields.message}`);
  // A refusal at this level is not signed, so it proves nothing about the order.
  if (fields.return_code !== 'SUCCESS') return unsignedRefusal(fields);

  const proven = keys.authentic(fields);
  if (!proven) return unknown('the sign does not verify');
  if (proven.appid !== asked.appId || proven.mch_id !== asked.mchId)
    return unknown('answer of another app or merchant');
  if (proven.result_code === 'SUCCESS') return ok(proven);
  return refusal(proven);
}

/** Judges an answer that is a file; its refusals are XML. */
export function judgeV2File({ status, body }: WeChatAnswer): Outcome<Buffer> {
  if (status !== 200) return unknown(`HTTP ${status}`);
  if (!/^\uFEFF?\s*</.test(body.toString('utf8', 0, 64))) return ok(body);
  const fields = fieldsOf(body);
  if (fields instanceof MalformedXml) return unknown(`answer ${fields.message}`);
  const noBill = fields.error_code === NO_BILL_CODE || fields.return_msg === 'No Bill Exist';
  return noBill ? rejected(NO_BILL, 'No Bill Exist') : unsignedRefusal(fields);
}

function unsignedRefusal({ return_msg }: Fields): Outcome<never> {
  return unknown(`${UNSIGNED} ${loggable(return_msg)}`);
}

function fieldsOf(body: Buffer): Fields | MalformedXml {
  try {
    return parseXml(body);
  } catch (error) {
    if (error instanceof MalformedXml) return error;
    throw error;
  }
}

function refusal({ result_code, err_code, err_code_des }: AuthenticFields): Outcome<never> {
  const code = normalCode(err_code ?? '');
  if (result_code !== 'FAIL' || code === '') return unknown('neither a result nor an err_code');
  return isTransient(code) ? unknown(code) : rejected(code, err_code_des ?? '');
}

/** Whether WeChat could not verify our sign: with another key it may. Mostly it says so in words, and unsigned. */
export function refusesSign(outcome: Outcome<unknown>): boolean {
  if (outcome.kind === 'rejected') return outcome.code === 'SIGNERROR';
  return outcome.kind === 'unknown' && outcome.cause.startsWith(UNSIGNED) && /签名|sign/i.test(outcome.cause);
}

/** Nobody signed this text: short, and without anything that could forge a log line. */
function loggable(text = ''): string {
  return text.replaceAll(/[^\p{L}\p{N} .,:_-]/gu, ' ').slice(0, 64);
}
