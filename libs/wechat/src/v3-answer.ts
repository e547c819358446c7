import { isTransient, normalCode } from './error-code';
import { ok, rejected, unknown, type Outcome } from './outcome';
import { authenticV3, Unproven, type AuthenticBytes, type V3Verifier } from './v3-authentic';
import { jsonObject } from './v3-object';
import type { WeChatAnswer } from './wechat-http';

/**
 * Refusals of the call itself. WeChat's gateway answers some of them unsigned, and believing one decides nothing
 * about the order; a code that does, as ORDERNOTEXIST, is believed under a signature alone.
 */
const ABOUT_THE_CALL = new Set([
  'PARAMERROR',
  'INVALIDREQUEST',
  'APPIDMCHIDNOTMATCH',
  'MCHNOTEXISTS',
  'SIGNERROR',
  'NOAUTH',
  'OUTTRADENOUSED',
  'RULELIMIT',
  'TRADEERROR',
  'ACCOUNTERROR',
  'USERACCOUNTABNORMAL',
  'OPENIDMISMATCH',
  'NOSTATEMENTEXIST',
]);
const CODE = /^[A-Z0-9]{1,64}$/;

/** Judges an answer in this order: transport, signature, code. A success has a body that is WeChat's. */
export function judgeV3(answer: WeChatAnswer, verifier: V3Verifier): Outcome<AuthenticBytes> {
  const { status } = answer;
  if (status === 200 || status === 204) return proven(answer, verifier);
  if (status < 400 || status === 429 || status >= 500) return unknown(`HTTP ${status}`);
  return refusal(answer, verifier);
}

/** Judges an answer that is a file; only its refusals may be signed. */
export function judgeV3File(answer: WeChatAnswer, verifier: V3Verifier): Outcome<Buffer> {
  return answer.status === 200 ? ok(answer.body) : judgeV3(answer, verifier);
}

function proven(answer: WeChatAnswer, verifier: V3Verifier): Outcome<AuthenticBytes> {
  try {
    return ok(authenticV3(answer, verifier));
  } catch (error) {
    if (error instanceof Unproven) return unknown(`the answer does not verify: ${error.message}`);
    throw error;
  }
}

function refusal(answer: WeChatAnswer, verifier: V3Verifier): Outcome<never> {
  const { code, message } = jsonObject(answer.body) ?? {};
  const normalised = typeof code === 'string' ? normalCode(code) : '';
  if (!CODE.test(normalised)) return unknown(`HTTP ${answer.status} without a code`);
  if (isTransient(normalised)) return unknown(normalised);

  const signed = answer.headers['wechatpay-signature'] !== undefined;
  if (!signed && !ABOUT_THE_CALL.has(normalised)) return unknown(`${normalised}, not signed`);
  const proof = signed ? proven(answer, verifier) : undefined;
  if (proof?.kind === 'unknown') return proof;
  return rejected(normalised, loggable(message));
}

/** Maybe nobody signed this text: short, and without anything that could forge a log line. */
function loggable(text: unknown): string {
  return typeof text === 'string' ? text.replaceAll(/[^\p{L}\p{N} .,:_-]/gu, ' ').slice(0, 200) : '';
}
