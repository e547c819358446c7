import { yuanOf } from '@app/common';
import type { Order } from './books';
import { CASHIER_SCRIPT, CASHIER_STYLE } from './cashier.assets';
import { escape } from './escape';
import type { CashierState } from './payer';

export interface CashierView {
  shopName: string;
  prepayId: string;
  state: CashierState;
  order?: Order;
  /** Of this page's address, where another device can reach it. */
  qrSvg?: string;
}

const STATES: Record<CashierState, { sign: string; zh: string; en: string }> = {
  payable: { sign: '', zh: '待支付', en: 'Waiting for payment' },
  paid: { sign: '✓', zh: '支付成功', en: 'Paid' },
  closed: { sign: '×', zh: '订单已关闭', en: 'This order is closed' },
  expired: { sign: '⏱', zh: '支付已超时', en: 'The time to pay is over' },
  unknown: { sign: '?', zh: '找不到这笔支付', en: 'No such payment' },
};

export function cashierPage(view: CashierView): string {
  const { zh, en } = STATES[view.state];
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${zh} · ${en}</title>
<style>${CASHIER_STYLE}</style>
</head>
<body data-prepay-id="${escape(view.prepayId)}" data-state="${view.state}">
<main>
<header><b>收银台</b><span>Cashier</span></header>
${view.order ? bill(view, view.order) : ''}
${view.state === 'payable' ? till(view) : verdict(view.state)}
</main>
<footer>模拟收银台，不涉及真实资金<span>Simulated: no real money moves here</span></footer>
<script>${CASHIER_SCRIPT}</script>
</body>
</html>
`;
}

function bill({ shopName }: CashierView, order: Order): string {
  return `<section class="bill">
<p class="shop">${escape(shopName)}</p>
<p class="amount"><small>¥</small>${yuanOf(order.totalFee)}</p>
<dl>
<div><dt>商品<span>Goods</span></dt><dd>${escape(order.body)}</dd></div>
<div><dt>订单号<span>Order number</span></dt><dd class="number">${escape(order.outTradeNo)}</dd></div>
</dl>
</section>`;
}

function till({ qrSvg }: CashierView): string {
  return `<section class="till">
<button id="pay" type="button">立即支付<span>Pay now</span></button>
<div class="other">
<button id="cancel" type="button">取消<span>Cancel</span></button>
<button id="fail" type="button">支付失败<span>Let the bank refuse</span></button>
</div>
<p id="said" role="status"></p>
</section>
${qrSvg ? qr(qrSvg) : ''}`;
}

function qr(svg: string): string {
  return `<section class="qr" aria-label="QR code">${svg}
<p>在其他设备上打开本页<span>Open this page on another device</span></p>
</section>`;
}

function verdict(state: CashierState): string {
  const { sign, zh, en } = STATES[state];
  return `<section class="verdict ${state}">
<i aria-hidden="true">${sign}</i>
<p>${zh}<span>${en}</span></p>
</section>`;
}
