import { readSecretFile } from '@app/auth';
import type { OrderEventView } from '@app/order';
import { stockOf, type Goods, type Sku } from './buy-goods';
import { get, post } from './buy-http';
import { need, until, type Tale } from './buy-tale';

/** Who speaks to the shop, by the header that says so. */
export interface Person {
  token: string;
}

export interface Order {
  id: number;
  no: string;
  buyer: Person;
  goods: Goods;
}

const ADDRESS = {
  name: '安小满',
  mobile: '13800138000',
  province: '浙江省',
  city: '杭州市',
  country: '西湖区',
  detail: '龙井路1号',
};

/** Somebody who is logged in and has an address. */
export async function login(tale: Tale, name: string): Promise<Person> {
  const { code } = await post(`${tale.config.WECHAT_API_URL}/sim/login`, { name });
  const { token } = await post(`${tale.api}/token/user`, { code });
  await post(`${tale.api}/address`, ADDRESS, { token });
  tale.step(
    'login',
    `${name}: wx.login code → token ${token.slice(0, 8)}…, ${ADDRESS.city}${ADDRESS.country}`,
  );
  return { token };
}

export async function loginAdmin({ api, config }: Tale): Promise<Person> {
  const se = need(
    config.ADMIN_SECRET ?? readSecretFile(config.DATA_DIR),
    'without ADMIN_SECRET there is no admin to play',
  );
  const { token } = await post(`${api}/token/app`, { ac: config.ADMIN_ACCOUNT, se });
  return { token };
}

export async function place(
  tale: Tale,
  buyer: Person,
  { goods, count, sku }: { goods: Goods; count: number; sku?: Sku },
): Promise<Order> {
  const line = { product_id: goods.id, sku_id: sku?.id, count };
  const before = await stockOf(tale, goods, sku);
  const order = await post(`${tale.api}/order`, { products: [line] }, { ...buyer });
  need(order.pass, 'the order was refused');
  const left = await stockOf(tale, goods, sku);
  const what = `${count} × ${goods.name}${sku?.spec ?? ''} at ¥${(sku ?? goods).price}`;
  const held = left < before ? 'its goods are held' : 'nothing is held before it is paid';
  tale.step('order', `${order.order_no}, ${what}: ${held}, ${left} left for sale`);
  return { id: order.order_id, no: order.order_no, buyer, goods };
}

/** What the phone pays with. */
export async function prepay(tale: Tale, { id, buyer }: Order): Promise<string> {
  const params = await post(`${tale.api}/pay/pre_order`, { id }, { ...buyer });
  need(params.package, 'there is nothing to pay with');
  tale.step('prepay', `${params.package}, signed ${params.signType}; cashier ${params.cashier_url}`);
  return String(params.package);
}

/** The payer confirms, and WeChat reports it. */
export async function pay(tale: Tale, prepay_id: string, wish: object = {}): Promise<void> {
  const paid = await post(`${tale.wechat}/sim/pay`, { prepay_id, ...wish });
  const answer = /SUCCESS|FAIL/.exec(paid.notified[0]?.body ?? '')?.[0] ?? 'nothing';
  tale.step('notice', `WeChat reports ${paid.transaction_id}; the shop answers ${answer}`);
  need(answer === 'SUCCESS', `the shop answered ${answer} to WeChat`);
}

/** Waits until the order has the status, and says so. */
export async function becomes(
  tale: Tale,
  { id, no, buyer }: Order,
  [status, meaning]: [number, string],
): Promise<void> {
  await until(
    `status ${status} (${meaning}) of order ${no}`,
    () => get(`${tale.api}/order/${id}`, { ...buyer }),
    (order: { status: number }) => order.status === status,
  );
  tale.step('status', `order ${no} has status ${status}: ${meaning}`);
}

export async function tellTimeline(tale: Tale, orders: Order[]): Promise<void> {
  const admin = await loginAdmin(tale);
  for (const { id, no } of orders) {
    tale.say(`\nThe timeline of ${no}, as the merchant sees it:`);
    const events: OrderEventView[] = await get(`${tale.api}/admin/order/${id}/timeline`, { ...admin });
    for (const { time, from, to, reason, actor } of events)
      tale.say(`  ${time}  ${from ?? '–'} → ${to}  ${reason.padEnd(14)} ${actor}`);
  }
}
