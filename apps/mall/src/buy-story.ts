import { readSecretFile } from '@app/auth';
import type { AppConfig } from '@app/common';
import type { OrderEventView } from '@app/order';
import { StartFault } from './start-fault';

type Say = (line: string) => void;

interface Goods {
  id: number;
  name: string;
  price: string;
  stock: number;
  skus?: unknown[];
}

const ADDRESS = {
  name: '安小满',
  mobile: '13800138000',
  province: '浙江省',
  city: '杭州市',
  country: '西湖区',
  detail: '龙井路1号',
};

/** One purchase as the mini-program makes it, step by step; every step must answer as it should. */
export async function buy(config: AppConfig, say: Say): Promise<void> {
  const api = `${config.PUBLIC_URL}/api/v1`;
  const step = narrator(say);

  const { code } = await post(`${config.WECHAT_API_URL}/sim/login`, { name: 'buyer' });
  const { token } = await post(`${api}/token/user`, { code });
  step('login', `wx.login code → token ${token.slice(0, 8)}…`);

  const recent: Goods[] = await get(`${api}/product/recent?count=15`);
  const goods = need(await firstInOneSize(api, recent), 'nothing in stock');
  step(
    'browse',
    `${recent.length} goods; taking two of ${goods.name} at ¥${goods.price}, ${goods.stock} there`,
  );

  await post(`${api}/address`, ADDRESS, { token });
  step('address', `${ADDRESS.city}${ADDRESS.country}${ADDRESS.detail}`);

  const order = await post(`${api}/order`, { products: [{ product_id: goods.id, count: 2 }] }, { token });
  need(order.pass, 'the order was refused');
  step('order', `${order.order_no}, its goods are held: ${await stockOf(api, goods)} left for sale`);

  const prepay = await post(`${api}/pay/pre_order`, { id: order.order_id }, { token });
  step('pay', `${prepay.package}, signed ${prepay.signType}; cashier ${prepay.cashier_url}`);

  const paid = await post(`${config.WECHAT_PAY_URL}/sim/pay`, {
    prepay_id: String(prepay.package).replace('prepay_id=', ''),
  });
  step('notice', `WeChat reports ${paid.transaction_id}; the shop answers ${answerOf(paid)}`);

  const detail = await get(`${api}/order/${order.order_id}`, { token });
  need(detail.status === 2, `the order has status ${detail.status}, not 2 (paid)`);
  step('paid', `order ${order.order_no} is paid: ¥${detail.total_price} for ${detail.snap_name}`);

  say('\nIts timeline, as the merchant sees it:');
  for (const event of await timeline(config, order.order_id))
    say(`  ${event.time}  ${event.from ?? '–'} → ${event.to}  ${event.reason.padEnd(8)} ${event.actor}`);
}

function narrator(say: Say): (title: string, text: string) => void {
  let count = 0;
  return (title, text) => say(`${String((count += 1)).padStart(2)}  ${title.padEnd(8)} ${text}`);
}

/** Goods in several sizes want a `sku_id` too; only their own page tells. */
async function firstInOneSize(api: string, recent: Goods[]): Promise<Goods | undefined> {
  for (const { id } of recent) {
    const goods: Goods = await get(`${api}/product/${id}`);
    if (goods.stock >= 2 && !goods.skus) return goods;
  }
  return undefined;
}

async function stockOf(api: string, { id }: Goods): Promise<number> {
  const product: Goods = await get(`${api}/product/${id}`);
  return product.stock;
}

function answerOf({ notified }: { notified: { body: string }[] }): string {
  return /SUCCESS|FAIL/.exec(notified[0]?.body ?? '')?.[0] ?? 'nothing';
}

async function timeline(config: AppConfig, orderId: number): Promise<OrderEventView[]> {
  const api = `${config.PUBLIC_URL}/api/v1`;
  const se = need(
    config.ADMIN_SECRET ?? readSecretFile(config.DATA_DIR),
    'set ADMIN_SECRET to see the timeline',
  );
  const { token } = await post(`${api}/token/app`, { ac: config.ADMIN_ACCOUNT, se });
  return get(`${api}/admin/order/${orderId}/timeline`, { token });
}

function post(url: string, body: object, headers: Record<string, string> = {}) {
  return ask(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

function get(url: string, headers: Record<string, string> = {}) {
  return ask(url, { headers });
}

async function ask(url: string, request: RequestInit) {
  const answer = await fetch(url, request);
  const text = await answer.text();
  if (!answer.ok)
    throw new StartFault(`${request.method ?? 'GET'} ${url} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}

function need<T>(value: T | undefined | null | false, otherwise: string): T {
  if (!value) throw new StartFault(`The purchase did not end well: ${otherwise}.`);
  return value;
}
