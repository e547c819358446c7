import type { NoticeSigner } from './account-book';
import { CONSOLE_STYLE } from './console.assets';
import { CONSOLE_SCRIPT } from './console.script';
import { escape } from './escape';

const STEPS = [
  [60, '+1 分', 'min'],
  [300, '+5 分', 'min'],
  [1800, '+30 分', 'min'],
  [86_400, '+1 天', 'day'],
] as const;

const SIGNERS: Record<NoticeSigner, string> = { public_key: '公钥', certificate: '证书', mixed: '各半' };

/** For the thumb on a phone, where the sections stand below each other. */
const SECTIONS = [
  ['top-orders', '订单', 'Orders'],
  ['clock', '时钟', 'Clock'],
  ['faults', '故障', 'Faults'],
  ['habits', '规矩', 'Habits'],
  ['notes', '记录', 'Log'],
] as const;

export function consolePage(shopName: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${escape(shopName)} · 模拟微信控制台 Console</title>
<style>${CONSOLE_STYLE}</style>
</head>
<body>
<header>
<div><h1>${escape(shopName)}</h1><p>模拟微信控制台<span>Console of the simulated WeChat</span></p></div>
<p id="live" role="status"></p>
</header>
<main>
<section class="orders" id="top-orders" aria-label="Orders">
<div class="bar"><h2>订单<span>Orders</span></h2><span id="count"></span>
<input id="search" type="search" maxlength="32" autocomplete="off" placeholder="订单号 Order number" aria-label="Search by order number"></div>
<noscript>本页需要 JavaScript。This page needs JavaScript.</noscript>
<div id="orders"></div>
<p id="none" class="soft" hidden>还没有订单：在小程序下单，或运行<span>No order yet: place one, or run</span> <code>npm run buy</code></p>
</section>
<aside>
${clock()}
${faults()}
${habits()}
${log()}
</aside>
</main>
<nav aria-label="Sections">${SECTIONS.map(([id, zh, en]) => `<a href="#${id}">${zh}<span>${en}</span></a>`).join('')}</nav>
<footer>模拟微信，不涉及真实资金<span>Simulated: no real money moves here</span> · <a href="/guide">接口说明 Routes</a></footer>
<script type="module">${CONSOLE_SCRIPT}</script>
</body>
</html>
`;
}

function clock(): string {
  const buttons = STEPS.map(([seconds, zh, en]) => button(`data-advance="${seconds}"`, zh, en));
  return `<section class="card" id="clock"><h2>时钟<span>Clock, Beijing time</span></h2>
<p id="now" class="now">--:--:--</p><p id="day" class="soft"></p>
<div class="keys four">${buttons.join('')}</div>
<form id="advance" class="keys line"><input id="amount-of-time" type="number" min="1" max="9999" value="2" required aria-label="How much">
<select id="unit" aria-label="Unit"><option value="1">秒 s</option><option value="60">分 min</option>
<option value="3600" selected>小时 h</option><option value="86400">天 d</option></select>
<button>拨快<span>Move on</span></button></form></section>`;
}

function faults(): string {
  return `<section class="card" id="faults"><h2>故障<span>Faults</span></h2>
<form id="fault"><label>接口<span>Endpoint</span><select id="endpoint"></select></label>
<label>故障<span>Kind</span><select id="kind"></select></label>
<p id="does" class="soft"></p>
<div class="keys line"><select id="often" aria-label="How often"><option value="1">一次 once</option>
<option value="n">多次 n times</option><option value="-1">一直 for ever</option></select>
<input id="times" type="number" min="1" max="999" value="3" required hidden disabled aria-label="Times">
<button>安排<span>Plan it</span></button></div></form>
<ul id="planned" class="planned" aria-label="Planned faults"></ul>
<button id="heal-all" class="wide" type="button" hidden>全部恢复<span>Heal all</span></button></section>`;
}

function habits(): string {
  const signers = Object.entries(SIGNERS).map(([name, zh]) =>
    button(`data-signer="${name}" aria-pressed="false"`, zh, name),
  );
  return `<section class="card" id="habits"><h2>规矩<span>Habits</span></h2>
<p>v3 通知由谁签名<span>What signs v3 notices</span></p><div class="keys three" id="signers">${signers.join('')}</div>
<p>登录码<span>Login codes</span></p>
<div class="keys two">${button('data-strict="false" aria-pressed="false"', '宽松', 'devtools codes pass')}
${button('data-strict="true" aria-pressed="false"', '严格', 'strict')}</div></section>`;
}

function log(): string {
  return `<section class="card" id="notes"><h2>记录<span>What this page did</span></h2>
<ol id="log" class="log" aria-live="polite"></ol></section>`;
}

function button(attributes: string, zh: string, en: string): string {
  return `<button type="button" ${attributes}>${zh}<span>${en}</span></button>`;
}
