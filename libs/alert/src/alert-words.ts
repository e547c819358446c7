import { yuanOf } from '@app/common';
import type { Alert, AlertedCase, AlertFacts, AlertKind } from './alert';

/** The robots' limit is two kilobytes: of many things so many are named. */
const NAMED = 5;

/** What happened, and what to do next. */
const WORDS: { [Kind in AlertKind]: (facts: AlertFacts[Kind]) => string } = {
  orders_paid: ({ count, fen }) =>
    `新付款 ${count} 单，共 ${yuanOf(fen)} 元。\n待发货：GET /api/v1/admin/shipping?state=unshipped`,

  short_stock: ({ orderNos, graceSeconds }) =>
    `${orderNos.length} 个订单已付款但缺货：${someOf(orderNos)}。\n` +
    `请在付款后 ${Math.floor(graceSeconds / 60)} 分钟内补货：POST /api/v1/admin/order/:id/give_stock；逾期自动退款。`,

  after_sale: ({ id, orderNo }) =>
    `订单 ${orderNo} 申请售后（售后单 ${id}）。\n审核：POST /api/v1/admin/after-sale/${id}/agree 或 refuse；` +
    '该订单一小时内再申请不另提醒：GET /api/v1/admin/after-sale?state=asked',

  ship_deadline: ({ orderNos }) =>
    `${orderNos.length} 个订单离发货期限不到 24 小时：${someOf(orderNos)}。\n` +
    '查看：GET /api/v1/admin/shipping；发货：POST /api/v1/admin/order/:id/ship',

  upload_person: ({ orderNo, code }) =>
    `订单 ${orderNo} 的发货信息被微信拒绝（${code ?? '无代码'}）。\n` +
    '查看：GET /api/v1/admin/shipping?state=person；重新发货：POST /api/v1/admin/order/:id/reship',

  case_open: ({ case: kind, advice, cases }) =>
    [
      `对账差异 ${kind}，${cases.length} 件。${advice}`,
      ...cases.slice(0, NAMED).map(caseLine),
      `处理：GET /api/v1/admin/case?state=open&kind=${kind}`,
    ].join('\n'),

  certificate: ({ owner, serial, daysLeft }) =>
    `${owner === 'merchant' ? '商户 API 证书' : '微信支付平台证书'} ${serial} ` +
    `${daysLeft < 0 ? '已过期' : `将在 ${daysLeft} 天后过期`}。\n` +
    '请到 pay.weixin.qq.com → 账户中心 → API安全 更换，再放上新文件（无需重启）；核对：npm run doctor',

  backup_failed: () => '夜间备份失败，一小时后重试。\n请查看日志，并检查 BACKUP_DIR 的空间与权限。',

  digest: ({ date, ...day }) =>
    [
      `${date} 日报`,
      `付款 ${day.paid} 单，${yuanOf(day.paidFen)} 元；退款 ${day.refunded} 笔，${yuanOf(day.refundedFen)} 元`,
      `发货 ${day.shipped} 单，待发货 ${day.toShip} 单`,
      `待处理差异 ${day.openCases} 件，失败任务 ${day.failedJobs} 个`,
      '详情：GET /api/v1/admin/shipping，GET /api/v1/admin/case?state=open',
    ].join('\n'),
};

export function alertText(alert: Alert): string {
  // The kind and its facts belong together by their type.
  const words = WORDS[alert.kind] as (facts: Alert) => string;
  return words(alert);
}

function caseLine({ id, subject, orderId, amounts }: AlertedCase): string {
  const order = orderId === undefined ? [] : [`订单 ID ${orderId}`];
  const money = amounts.map(({ what, fen }) => `${what} ${yuanOf(fen)} 元`);
  return `差异 ${id}：${[subject, ...order, ...money].join('，')}`;
}

function someOf(names: readonly string[]): string {
  return names.slice(0, NAMED).join('、') + (names.length > NAMED ? ' 等' : '');
}
