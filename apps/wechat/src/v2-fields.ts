import { beijingStamp, fromBeijingStamp, isNotifyUrl } from '@app/common';
import { isIP } from 'node:net';
import { type Fields, V2Rejected } from './v2-message';

interface Rule {
  required?: boolean;
  /** Characters, unless `bytes` says otherwise. */
  max: number;
  bytes?: boolean;
  fits?: (value: string) => boolean;
}

type Rules = Record<string, Rule>;

const oneOf =
  (...values: string[]) =>
  (value: string) =>
    values.includes(value);
const shape = (pattern: RegExp) => (value: string) => pattern.test(value);

const isFee = shape(/^[1-9]\d{0,9}$/);
const orderNumber = { max: 32, fits: shape(/^[0-9A-Za-z_\-|*]{6,32}$/) };
const signed: Rules = { nonce_str: { required: true, max: 32 }, sign: { required: true, max: 64 } };

export const UNIFIED_ORDER: Rules = {
  ...signed,
  device_info: { max: 32 },
  // Whether WeChat counts characters (128) or bytes (127) is not known: who fits here fits there.
  body: { required: true, max: 127, bytes: true },
  detail: { max: 6000 },
  attach: { max: 127, bytes: true },
  out_trade_no: { required: true, ...orderNumber },
  fee_type: { max: 16, fits: oneOf('CNY') },
  total_fee: { required: true, max: 10, fits: isFee },
  spbill_create_ip: { required: true, max: 64, fits: (ip) => isIP(ip) !== 0 },
  time_start: { max: 14, fits: isStamp },
  time_expire: { max: 14, fits: isStamp },
  goods_tag: { max: 32 },
  notify_url: { required: true, max: 256, fits: isNotifyUrl },
  trade_type: { required: true, max: 16, fits: oneOf('JSAPI', 'NATIVE', 'APP', 'MWEB') },
  product_id: { max: 32 },
  limit_pay: { max: 32, fits: oneOf('no_credit') },
  openid: { max: 128 },
  receipt: { max: 8, fits: oneOf('Y') },
  profit_sharing: { max: 16, fits: oneOf('Y', 'N') },
  scene_info: { max: 256 },
};

export const ORDER_QUERY: Rules = { ...signed, transaction_id: { max: 32 }, out_trade_no: orderNumber };

export const CLOSE_ORDER: Rules = { ...signed, out_trade_no: { required: true, ...orderNumber } };

const refundNumber = { max: 64, fits: shape(/^[0-9A-Za-z_\-|*@]{1,64}$/) };

export const REFUND: Rules = {
  ...signed,
  transaction_id: { max: 32 },
  out_trade_no: orderNumber,
  out_refund_no: { required: true, ...refundNumber },
  total_fee: { required: true, max: 10, fits: isFee },
  refund_fee: { required: true, max: 10, fits: isFee },
  refund_fee_type: { max: 8, fits: oneOf('CNY') },
  refund_desc: { max: 80 },
  refund_account: { max: 30, fits: oneOf('REFUND_SOURCE_UNSETTLED_FUNDS', 'REFUND_SOURCE_RECHARGE_FUNDS') },
  notify_url: { max: 256, fits: isNotifyUrl },
};

export const REFUND_QUERY: Rules = {
  ...signed,
  transaction_id: { max: 32 },
  out_trade_no: orderNumber,
  out_refund_no: refundNumber,
  refund_id: { max: 32 },
  offset: { max: 4, fits: shape(/^\d+$/) },
};

/** Every missing field before any wrong one, as WeChat complains. */
export function checkFields(fields: Fields, rules: Rules): void {
  for (const [name, rule] of Object.entries(rules))
    if (rule.required && !fields[name]) throw new V2Rejected('LACK_PARAMS', `缺少参数${name}`);
  for (const [name, rule] of Object.entries(rules))
    if (fields[name] && !isRight(fields[name], rule))
      throw new V2Rejected('PARAM_ERROR', `参数错误：${name}格式或长度不符`);
}

/** One of these must be there. */
export function checkOneOf(fields: Fields, ...names: string[]): void {
  if (!names.some((name) => fields[name])) throw new V2Rejected('LACK_PARAMS', `缺少参数${names.join('或')}`);
}

function isRight(value: string, { max, bytes, fits }: Rule): boolean {
  const length = bytes ? Buffer.byteLength(value) : [...value].length;
  return length <= max && (fits?.(value) ?? true);
}

/** `yyyyMMddHHmmss` and a day that the calendar has. */
function isStamp(value: string): boolean {
  try {
    return beijingStamp(fromBeijingStamp(value)) === value;
  } catch {
    return false;
  }
}
