import { describe, expect, it } from 'vitest';
import { ALERT_KINDS, type Alert } from './alert';
import { alertText } from './alert-words';

const orderNos = Array.from({ length: 500 }, (_, n) => `A101000000000000${String(n).padStart(4, '0')}`);
const cases = orderNos.map((subject, id) => ({
  id,
  subject,
  orderId: id,
  amounts: [
    { what: '账单', fen: 3998 },
    { what: '本店账上', fen: 1999 },
  ],
}));
const digest = {
  date: '2026-01-01',
  paid: 12,
  paidFen: 47976,
  refunded: 1,
  refundedFen: 3998,
  shipped: 9,
  toShip: 3,
  openCases: 2,
  failedJobs: 0,
};

const ALERTS: [Alert, string][] = [
  [{ kind: 'orders_paid', count: 3, fen: 5997 }, '新付款 3 单，共 59.97 元'],
  [
    { kind: 'short_stock', orderNos, graceSeconds: 3600 },
    '60 分钟内补货：POST /api/v1/admin/order/:id/give_stock',
  ],
  [{ kind: 'after_sale', id: 7, orderNo: 'A1' }, '订单 A1 申请售后（售后单 7）'],
  [{ kind: 'ship_deadline', orderNos }, '500 个订单离发货期限不到 24 小时：A1010000000000000000、'],
  [{ kind: 'upload_person', orderNo: 'A1', code: '10060014' }, '被微信拒绝（10060014）'],
  [
    { kind: 'case_open', case: 'payment_differs', advice: '请核对。', cases },
    '对账差异 payment_differs，500 件。请核对。\n差异 0：A1010000000000000000，订单 ID 0，账单 39.98 元，本店账上 19.99 元',
  ],
  [
    { kind: 'certificate', owner: 'merchant', serial: '5A', daysLeft: 29 },
    '商户 API 证书 5A 将在 29 天后过期',
  ],
  [{ kind: 'certificate', owner: 'platform', serial: '5A', daysLeft: -1 }, '微信支付平台证书 5A 已过期'],
  [{ kind: 'backup_failed' }, '夜间备份失败'],
  [{ kind: 'digest', ...digest }, '付款 12 单，479.76 元；退款 1 笔，39.98 元\n发货 9 单，待发货 3 单'],
];

describe('the words of an alert', () => {
  it.each(ALERTS)('of %o say what happened and what to do', (alert, words) => {
    expect(alertText(alert)).toContain(words);
  });

  it('fit into a robot’s two kilobytes, the shop’s name and the key beside them', () => {
    const lengths = ALERTS.map(([alert]) => Buffer.byteLength(alertText(alert)));

    expect(Math.max(...lengths)).toBeLessThan(1800);
    expect(new Set(ALERTS.map(([{ kind }]) => kind)).size).toBe(ALERT_KINDS.length);
  });
});
