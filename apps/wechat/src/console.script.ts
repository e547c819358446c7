import { ORDERS_SCRIPT } from './console-orders.script';

/** Talks with the simulator and shows clock, faults and habits. No back-quotes: it stands inside a template. */
const FRAME_SCRIPT = `
const LOOK_EVERY_MS = 1500;
const KEPT_NOTES = 50;
const $ = (id) => document.getElementById(id);
const pad = (number) => String(number).padStart(2, '0');
let clockAheadMs = 0;
let asked = 0;
let shown = 0;

/** Children that are text stay text, so nothing of an order is ever read as HTML. */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== ''));
  return node;
}
const both = (zh, en) => [zh, el('span', {}, en)];
const beijing = (at) => new Date(new Date(at).getTime() + 8 * 3600 * 1000).toISOString().slice(0, 19).replace('T', ' ');

function yuan(fen) {
  const digits = String(fen).padStart(3, '0');
  return digits.slice(0, -2) + '.' + digits.slice(-2);
}

/** What a shop said, without the brackets of XML. */
function wordsOf(text) {
  return text.replaceAll('<![CDATA[', '').replaceAll(']]>', '').replace(/<[^>]*>/g, ' ').trim();
}

/** An answer in one line; of many notices the same answer once. */
function gistOf({ notified, ...rest }) {
  const said = Object.entries(rest).map(([name, value]) => name + ' ' + plain(name, value));
  const counts = new Map();
  for (const { status, body, error } of notified ?? []) {
    const one = '商户 shop: ' + (status || '') + ' ' + (error ?? wordsOf(body));
    counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  for (const [one, count] of counts) said.push(count > 1 ? one + ' ×' + count : one);
  if (notified?.length === 0) said.push('没有通知 no notice yet');
  return said.join(' · ');
}

function plain(name, value) {
  if (name === 'at' || name === 'now') return beijing(value);
  if (Array.isArray(value)) return value.map((one) => Object.values(one).join(' ')).join(', ') || '–';
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

async function get(route) {
  const answer = await fetch(route);
  if (!answer.ok) throw new Error(route + ': ' + answer.status);
  return answer.json();
}

/** Does one thing, keeps what was answered, and looks at what has become of it. */
async function act(button, words, route, body) {
  if (button) button.disabled = true;
  try {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch('/sim/' + route, { method: 'POST', headers, body: JSON.stringify(body) });
    note(words, answer.status + ' ' + gistOf(await answer.json()), answer.ok);
  } catch {
    note(words, '没有回应 no answer', false);
  } finally {
    if (button) button.disabled = false;
  }
  await refresh();
}

function note(words, answer, good) {
  const at = beijing(Date.now() + clockAheadMs).slice(11);
  const said = el('div', { class: good ? 'good' : 'bad' }, answer);
  $('log').prepend(el('li', {}, el('b', {}, words, el('span', {}, at)), said));
  while ($('log').children.length > KEPT_NOTES) $('log').lastChild.remove();
}

async function refresh() {
  const turn = ++asked;
  const query = new URLSearchParams({ limit: 50, search: $('search').value.trim() });
  const seen = await Promise.all([get('/sim/state?' + query), get('/sim/faults')]).catch(() => undefined);
  // Of two looks under way the later one counts, whichever comes home first.
  if (turn < shown) return;
  shown = turn;
  showLive(seen !== undefined);
  if (!seen) return;
  showWorld(seen[0]);
  showFaults(seen[1]);
  showOrders(seen[0]);
}

async function keepLooking() {
  if (!document.hidden) await refresh();
  setTimeout(keepLooking, LOOK_EVERY_MS);
}

function showLive(on) {
  $('live').className = on ? 'on' : 'off';
  const words = on ? ['已连接', 'live'] : ['没有连接', 'not connected'];
  if ($('live').firstChild?.data !== words[0]) $('live').replaceChildren(...both(...words));
}

function showWorld(state) {
  clockAheadMs = Date.parse(state.now) - Date.now();
  const [zh, en] = span(state.offset_seconds);
  $('day').textContent = beijing(state.now).slice(0, 10)
    + (zh ? ' · 比真实时间快' + zh + ' ' + en + ' ahead' : ' · 与真实时间一致 real time');
  tick();
  for (const one of document.querySelectorAll('[data-signer]')) press(one, one.dataset.signer === state.notice_signer);
  for (const one of document.querySelectorAll('[data-strict]')) press(one, one.dataset.strict === String(state.strict));
}

function press(button, on) {
  button.setAttribute('aria-pressed', String(on));
}

function span(seconds) {
  const units = [[86400, '天', 'd'], [3600, '小时', 'h'], [60, '分', 'min'], [1, '秒', 's']];
  const zh = [], en = [];
  for (const [size, chinese, english] of units) {
    const count = Math.floor(seconds / size);
    seconds -= count * size;
    if (count) zh.push(' ' + count + ' ' + chinese), en.push(count + ' ' + english);
  }
  return [zh.join(''), en.join(' ')];
}

function tick() {
  $('now').textContent = beijing(Date.now() + clockAheadMs).slice(11);
}

let kindsOf = {};
let doesOf = {};
let plannedSeen = '';

/** What can go wrong where stays as it is while the simulator runs. */
function showFaults({ kinds, endpoints }) {
  if (!$('endpoint').options.length) {
    kindsOf = Object.fromEntries(endpoints.map(({ endpoint, kinds }) => [endpoint, kinds]));
    doesOf = Object.fromEntries(kinds.map(({ kind, does }) => [kind, does]));
    $('endpoint').replaceChildren(...Object.keys(kindsOf).map((endpoint) => el('option', {}, endpoint)));
    showKinds();
  }
  const planned = endpoints.flatMap(({ endpoint, planned }) => (planned ? [{ endpoint, ...planned }] : []));
  if (JSON.stringify(planned) === plannedSeen) return;
  plannedSeen = JSON.stringify(planned);
  $('heal-all').hidden = planned.length < 2;
  $('planned').replaceChildren(...planned.map(plan));
  $('heal-all').onclick = async ({ currentTarget }) => {
    for (const { endpoint } of planned) await heal(currentTarget, endpoint);
  };
}

function plan({ endpoint, kind, times }) {
  const often = times < 0 ? '一直 for ever' : '还有 ' + times + ' 次 more';
  const mend = ({ currentTarget }) => heal(currentTarget, endpoint);
  return el('li', {}, el('div', {}, el('b', {}, endpoint), ' ' + kind, el('span', {}, often)),
    el('button', { type: 'button', click: mend }, both('恢复', 'heal')));
}

function heal(button, endpoint) {
  return act(button, '恢复 heal ' + endpoint, 'fault', { endpoint, kind: 'none' });
}

function showKinds() {
  $('kind').replaceChildren(...kindsOf[$('endpoint').value].map((kind) => el('option', {}, kind)));
  showDoes();
}
function showDoes() {
  $('does').textContent = doesOf[$('kind').value] ?? '';
}

$('endpoint').addEventListener('change', showKinds);
$('kind').addEventListener('change', showDoes);
$('often').addEventListener('change', () => ($('times').hidden = $('times').disabled = $('often').value !== 'n'));
$('fault').addEventListener('submit', (event) => {
  event.preventDefault();
  const often = $('often').value;
  const body = { endpoint: $('endpoint').value, kind: $('kind').value, times: Number(often === 'n' ? $('times').value : often) };
  void act(event.submitter, '故障 fault ' + body.endpoint + ' ' + body.kind, 'fault', body);
});

function advance(button, advanceSeconds) {
  return act(button, '拨快 move on' + span(advanceSeconds)[0], 'clock', { advanceSeconds });
}
for (const one of document.querySelectorAll('[data-advance]'))
  one.addEventListener('click', () => advance(one, Number(one.dataset.advance)));
$('advance').addEventListener('submit', (event) => {
  event.preventDefault();
  void advance(event.submitter, Number($('amount-of-time').value) * Number($('unit').value));
});
for (const one of document.querySelectorAll('[data-signer]'))
  one.addEventListener('click', () => act(one, '签名 signer ' + one.dataset.signer, 'sign', { with: one.dataset.signer }));
for (const one of document.querySelectorAll('[data-strict]'))
  one.addEventListener('click', () => act(one, '登录码 ' + one.textContent, 'strict', { on: one.dataset.strict === 'true' }));
$('search').addEventListener('input', () => void refresh());
`;

/** One script: the frame, the orders, and the first look. */
export const CONSOLE_SCRIPT = `${FRAME_SCRIPT}${ORDERS_SCRIPT}
setInterval(tick, 1000);
void keepLooking();
`;
