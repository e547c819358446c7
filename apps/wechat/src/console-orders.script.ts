/**
 * The console's orders: a card each that stays while the order is shown, so what is typed and what is open stays
 * too; only what has changed is drawn again. No back-quotes: it stands inside a template.
 */
export const ORDERS_SCRIPT = `
const STATES = {
  payable: ['待支付', 'unpaid'], paid: ['已支付', 'paid'], refund: ['有退款', 'refunded'],
  closed: ['已关闭', 'closed'], expired: ['已过期', 'expired'], unknown: ['未知', 'unknown'],
};
const REFUNDS = { PROCESSING: '退款中', SUCCESS: '已退款', ABNORMAL: '退款异常', CHANGE: '退款异常',
  CLOSED: '退款关闭', REFUNDCLOSE: '退款关闭' };
const TRIES = { cancelled: ['用户取消', 'cancelled'], failed: ['支付失败', 'bank refused'] };
const WAYS = {
  payable: ['支付', 'Pay', {}], paid: ['再付一次', 'Pay again', { again: true }],
  closed: ['逾期支付', 'Pay late', { late: true }], expired: ['逾期支付', 'Pay late', { late: true }],
};
const cards = new Map();

function showOrders({ orders, counts }) {
  const wanted = new Set(orders.map((order) => order.out_trade_no));
  for (const [number, card] of cards) if (!wanted.has(number)) card.node.remove(), cards.delete(number);
  orders.forEach((order, index) => {
    const card = cards.get(order.out_trade_no) ?? newCard(order);
    const there = $('orders').children[index];
    if (there !== card.node) $('orders').insertBefore(card.node, there ?? null);
    draw(card, order);
  });
  const some = orders.length < counts.found ? '最新 newest ' + orders.length + ' / ' : '';
  $('count').textContent = some + counts.found;
  $('none').hidden = counts.orders > 0;
}

function newCard(order) {
  const card = { order };
  const part = (name, tag, attributes, ...children) => (card[name] = el(tag, attributes, ...children));
  part('node', 'article', { class: 'order', 'data-number': order.out_trade_no },
    el('div', { class: 'top' },
      part('head', 'button', { class: 'head', type: 'button', 'aria-expanded': 'false', click: () => open(card) }),
      part('quick', 'button', { class: 'quick pay', type: 'button', click: () => pay(card, card.quick, {}) }, both('支付', 'Pay'))),
    part('detail', 'div', { class: 'detail', hidden: true },
      part('facts', 'dl', { class: 'facts' }), acts(card, part, order), part('story', 'div', {})));
  cards.set(order.out_trade_no, card);
  return card;
}

function open(card) {
  card.detail.hidden = !card.detail.hidden;
  card.head.setAttribute('aria-expanded', String(!card.detail.hidden));
}

/** How to pay otherwise: another amount, a notice that is late or lost; and how not to pay. */
function acts(card, part, order) {
  const button = (name, className, zh, en, route) => part(name, 'button',
    { type: 'button', class: className, click: () => vain(card, route) }, both(zh, en));
  return el('form', { class: 'acts', submit: (event) => payAs(card, event) },
    el('label', {}, both('金额', 'Amount ¥'), part('amount', 'input', { name: 'amount', value: yuan(order.total_fee),
      inputmode: 'decimal', pattern: '[0-9]{1,8}([.][0-9]{1,2})?', required: true, autocomplete: 'off' })),
    el('label', {}, both('通知', 'Notice'), part('notice', 'select',
      { name: 'notice', change: () => (card.later.hidden = card.seconds.disabled = card.notice.value !== 'later') },
      el('option', { value: 'now' }, '立即 at once'), el('option', { value: 'later' }, '延迟 delayed'),
      el('option', { value: 'lost' }, '丢失 lost'))),
    part('later', 'label', { hidden: true }, both('秒', 'Seconds'), part('seconds', 'input',
      { class: 'seconds', name: 'seconds', type: 'number', min: 1, max: 999999, value: 60, required: true, disabled: true })),
    part('payAs', 'button', { class: 'pay' }),
    el('div', { class: 'gap' }),
    button('cancel', '', '取消支付', 'Shopper gives up', 'cancel'),
    button('fail', 'no', '支付失败', 'Bank refuses', 'fail'));
}

function fenOf(text) {
  const [whole, part = ''] = text.split('.');
  return Number(whole) * 100 + Number(part.padEnd(2, '0'));
}

function payAs(card, event) {
  event.preventDefault();
  const fen = fenOf(card.amount.value);
  const body = { ...WAYS[card.order.state][2] };
  if (fen !== card.order.total_fee) body.total_fee = fen;
  if (card.notice.value === 'later') body.delaySeconds = Number(card.seconds.value);
  if (card.notice.value === 'lost') body.lost = true;
  void pay(card, card.payAs, body);
}

function pay(card, button, body) {
  const { out_trade_no, prepay_id, total_fee } = card.order;
  const said = Object.entries(body).map(([name, value]) => (value === true ? name : name + ' ' + value)).join(', ');
  const words = '支付 pay ' + out_trade_no + ' ¥' + yuan(body.total_fee ?? total_fee) + (said && ' (' + said + ')');
  return act(button, words, 'pay', { prepay_id, ...body });
}

function vain(card, route) {
  const words = { cancel: '取消支付 give up ', fail: '支付失败 bank refuses ' };
  return act(card[route], words[route] + card.order.out_trade_no, route, { prepay_id: card.order.prepay_id });
}

function draw(card, order) {
  const text = JSON.stringify(order);
  if (card.seen === text) return;
  Object.assign(card, { seen: text, order });
  const state = order.trade_state === 'REFUND' ? 'refund' : order.state;
  const open = order.state === 'payable';
  card.node.dataset.state = state;
  card.head.replaceChildren(
    el('b', { class: 'state ' + state }, both(...STATES[state])),
    el('div', {}, el('div', { class: 'number' }, order.out_trade_no),
      el('span', { class: 'goods' }, [order.body, order.name, beijing(order.created_at).slice(5)].filter(Boolean).join(' · '))),
    el('div', { class: 'fee' }, money(order), el('span', {}, summary(order))));
  card.quick.hidden = card.cancel.hidden = card.fail.hidden = !open;
  card.payAs.replaceChildren(...both(...(WAYS[order.state] ?? WAYS.payable).slice(0, 2)));
  card.facts.replaceChildren(...facts(order));
  card.story.replaceChildren(tries(order), ...order.payments.map((payment) => paymentOf(order, payment)));
}

const money = ({ total_fee, fee_type }) => (fee_type === 'CNY' ? '¥' : fee_type + ' ') + yuan(total_fee);

/** What is odd about the money comes before what became of the notice. */
function summary({ total_fee, payments, tries }) {
  const last = payments.at(-1);
  const lost = tries.at(-1);
  const odd = payments.find((payment) => payment.total_fee !== total_fee);
  if (payments.length > 1) return el('b', { class: 'mark bad' }, '付了 ' + payments.length + ' 次 paid ' + payments.length + '×');
  if (odd) return el('b', { class: 'mark bad' }, '实付 paid ' + money(odd));
  if (last) return mark(last);
  return lost ? both(...TRIES[lost.outcome]) : '';
}

/** Whether the shop has taken the notice, and what happens otherwise. */
function mark({ acknowledged, next_delivery_at, delivered, notice_lost }) {
  const next = next_delivery_at && beijing(next_delivery_at).slice(5);
  const [look, words] = acknowledged ? ['good', '通知已收 notice taken']
    : next ? ['wait', (delivered ? '通知未收，下次 ' : '通知延迟至 ') + next]
    : ['bad', notice_lost ? '通知丢失 notice lost' : '通知放弃 notice given up'];
  return el('b', { class: 'mark ' + look }, words);
}

function facts(order) {
  const rows = [
    ['收银台', 'cashier', el('a', { href: '/cashier/' + encodeURIComponent(order.prepay_id), target: '_blank' }, '打开 open')],
    ['预支付', 'prepay_id', order.prepay_id], ['顾客', 'shopper', order.name ?? order.openid],
    ['下单', 'ordered', beijing(order.created_at)], ['支付截止', 'expires', order.time_expire],
    ['关闭', 'closed', order.closed_at && beijing(order.closed_at)], ['签名', 'signed with', order.sign_type],
    ['通知地址', 'notify to', order.notify_url],
  ];
  return rows.filter(([, , value]) => value)
    .map(([zh, en, value]) => el('div', {}, el('dt', {}, both(zh, en)), el('dd', {}, value)));
}

function tries({ tries }) {
  return el('ul', { class: 'rows tries' }, tries.map(({ at, outcome }) =>
    el('li', {}, el('time', {}, beijing(at).slice(5)), TRIES[outcome].join(' '))));
}

function paymentOf(order, payment) {
  const { transaction_id, delivered, deliveries, refunds } = payment;
  const older = delivered - deliveries.length;
  return el('section', { class: 'payment' },
    el('h3', {}, money(payment), mark(payment), el('span', {}, beijing(payment.paid_at) + ' · ' + transaction_id)),
    el('ul', { class: 'rows' }, older > 0 ? el('li', { class: 'gone' }, '更早 ' + older + ' 次 earlier') : '', deliveries.map(delivery)),
    el('div', { class: 'copies' }, both('再发通知', 'Notify again'), [1, 2, 5, 50].map((copies) => el('button', { type: 'button',
      click: ({ currentTarget }) => act(currentTarget, '再发通知 notify ' + order.out_trade_no + ' ×' + copies, 'notify',
        { out_trade_no: order.out_trade_no, transaction_id, copies }) }, '×' + copies))),
    el('ul', { class: 'rows refunds' }, refunds.map((refund) => el('li', {}, el('time', {}, beijing(refund.accepted_at).slice(5)),
      el('b', {}, (REFUNDS[refund.status] ?? refund.status) + ' ¥' + yuan(refund.refund_fee)), el('span', {}, refund.out_refund_no)))));
}

function delivery({ at, status, body, error, acknowledged, planned, probe }) {
  const what = [planned ? '' : '补发 by hand', probe ? '探测 probe' : '', error ?? wordsOf(body)].filter(Boolean).join(' · ');
  return el('li', {}, el('time', {}, beijing(at).slice(5)),
    el('b', { class: 'mark ' + (acknowledged ? 'good' : 'bad') }, (acknowledged ? '✓ ' : '✗ ') + (status || '—')), el('span', {}, what));
}
`;
