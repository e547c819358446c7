import { v3RequestMessage, verifyV3Signature } from '@app/wechat';
import type { KeyObject } from 'node:crypto';
import type { Desk } from './bookkeeper';
import type { V3Call } from './v3-call';
import { V3Unheard } from './v3-message';

const SCHEME = 'WECHATPAY2-SHA256-RSA2048 ';
const PARAMETERS = ['mchid', 'nonce_str', 'timestamp', 'serial_no', 'signature'] as const;
type Authorization = Record<(typeof PARAMETERS)[number], string>;

const WINDOW_SECONDS = 300;
const MAX_NONCE = 32;
const TOLD_OF_MESSAGE = 80;

/** Whether the merchant himself signed exactly these bytes within five minutes; throws where he did not. */
export function authorize(call: V3Call, { config, keys, now }: Desk): void {
  const said = readAuthorization(call.headers.authorization);
  const age = now.getTime() / 1000 - Number(said.timestamp);
  const merchantKeys = keys.merchantKeys(said.serial_no);

  if (said.mchid !== config.WECHAT_PAY_MCH_ID)
    throw refusal('mchid', '商户号mchid不存在，请检查Authorization中的mchid');
  if (merchantKeys.length === 0)
    throw refusal('serial_no', '商户证书序列号有误，请使用签名私钥匹配的证书序列号');
  if (said.nonce_str.length < 1 || said.nonce_str.length > MAX_NONCE)
    throw refusal('nonce_str', 'Authorization中的nonce_str须为1到32个字符');
  if (!/^\d{1,12}$/.test(said.timestamp) || Math.abs(age) > WINDOW_SECONDS)
    throw refusal('timestamp', 'Authorization中的timestamp与发起请求的时间不得超过5分钟');
  checkSignature(call, said, merchantKeys);
}

function checkSignature(
  { method, target, body }: V3Call,
  { timestamp, nonce_str: nonce, signature }: Authorization,
  merchantKeys: KeyObject[],
): void {
  const message = v3RequestMessage({ method, target, timestamp, nonce, body });
  const isBase64 = /^[0-9A-Za-z+/]+={0,2}$/.test(signature);
  if (isBase64 && merchantKeys.some((key) => verifyV3Signature(message, signature, key))) return;
  throw refusal('signature', '错误的签名，验签失败', {
    detail: { issue: 'sign not match' },
    sign_information: {
      method,
      url: target,
      truncated_sign_message: message.toString('utf8').slice(0, TOLD_OF_MESSAGE),
      sign_message_length: message.length,
    },
  });
}

/** The scheme, one space, the five parameters in any order, each once, commas without spaces. */
function readAuthorization(header: string | undefined): Authorization {
  if (!header) throw refusal('authorization', 'Http头缺少Authorization');
  if (!header.startsWith(SCHEME)) throw refusal('authorization', 'Http头Authorization认证类型不正确');
  const pairs = header
    .slice(SCHEME.length)
    .split(',')
    .map((part) => /^(\w+)="([^"]*)"$/.exec(part));
  const said = Object.fromEntries(pairs.map((pair) => [pair?.[1], pair?.[2]]));
  if (pairs.length !== PARAMETERS.length || PARAMETERS.some((name) => said[name] === undefined))
    throw refusal('authorization', 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》');
  return said as Authorization;
}

function refusal(field: string, message: string, more: object = {}): V3Unheard {
  return new V3Unheard(401, 'SIGN_ERROR', message, { field, location: 'authorization', ...more });
}
