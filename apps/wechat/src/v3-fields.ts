import { isNotifyUrl } from '@app/common';
import { isIP } from 'node:net';
import type { Rule, Rules } from './v3-rules';
import { isV3Time } from './v3-time';

const text = (max: number, fits?: (value: string) => boolean): Rule => ({ kind: 'text', max, fits });
const whole = (least: number): Rule => ({ kind: 'whole', least });
const nest = (fields: Rules): Rule => ({ kind: 'nest', fields });
const list = (of: Rule): Rule => ({ kind: 'list', of });
const needed = (rule: Rule): Rule => ({ ...rule, required: true });
const shape = (pattern: RegExp) => (value: string) => pattern.test(value);

const flag: Rule = { kind: 'flag' };
const currency = text(16, shape(/^CNY$/));
const orderNumber = text(32, shape(/^[0-9A-Za-z_\-|*]{6,32}$/));

export const JSAPI: Rules = {
  appid: needed(text(32)),
  mchid: needed(text(32)),
  // Whether WeChat counts characters or bytes is not known: who fits here fits there.
  description: { kind: 'text', max: 127, bytes: true, required: true },
  out_trade_no: needed(orderNumber),
  time_expire: text(64, isV3Time),
  attach: { kind: 'text', max: 128, bytes: true },
  notify_url: needed(text(255, isNotifyUrl)),
  goods_tag: text(32),
  support_fapiao: flag,
  limit_pay: list(text(32)),
  amount: needed(nest({ total: needed(whole(1)), currency })),
  payer: needed(nest({ openid: needed(text(128)) })),
  detail: nest({
    cost_price: whole(0),
    invoice_id: text(32),
    goods_detail: list(
      nest({
        merchant_goods_id: needed(text(32)),
        wechatpay_goods_id: text(32),
        goods_name: text(256),
        quantity: needed(whole(1)),
        unit_price: needed(whole(0)),
      }),
    ),
  }),
  scene_info: nest({
    payer_client_ip: needed(text(45, (ip) => isIP(ip) !== 0)),
    device_id: text(32),
    store_info: nest({ id: needed(text(32)), name: text(256), area_code: text(32), address: text(512) }),
  }),
  settle_info: nest({ profit_sharing: flag }),
};

export const CLOSE: Rules = { mchid: needed(text(32)) };

export const REFUND: Rules = {
  transaction_id: text(32),
  out_trade_no: orderNumber,
  out_refund_no: needed(text(64, shape(/^[0-9A-Za-z_\-|*@]{1,64}$/))),
  reason: text(80),
  notify_url: text(256, isNotifyUrl),
  funds_account: text(32, shape(/^(AVAILABLE|UNSETTLED)$/)),
  amount: needed(
    nest({
      refund: needed(whole(1)),
      total: needed(whole(1)),
      currency: needed(currency),
      from: list(
        nest({ account: needed(text(32, shape(/^(AVAILABLE|UNAVAILABLE)$/))), amount: needed(whole(1)) }),
      ),
    }),
  ),
  goods_detail: list(
    nest({
      merchant_goods_id: needed(text(32)),
      wechatpay_goods_id: text(32),
      goods_name: text(256),
      unit_price: needed(whole(0)),
      refund_amount: needed(whole(0)),
      refund_quantity: needed(whole(1)),
    }),
  ),
};
