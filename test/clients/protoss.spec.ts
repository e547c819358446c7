import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSeededShop } from '../given/seeded';
import { Shop } from '../given/shop';
import { Phone } from './phone';
import { Protoss } from './protoss';

const CHOSEN = {
  userName: '林晚',
  telNumber: '13800138000',
  provinceName: '浙江省',
  cityName: '杭州市',
  countyName: '西湖区',
  detailInfo: '龙井路1号',
};

describe('the mini-program, unmodified', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openSeededShop({ MAX_OPEN_ORDERS: '0' });
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  /** Launched, with an address. */
  async function launched(owner: string): Promise<Protoss> {
    const app = new Protoss(new Phone(shop, owner));
    await app.launch();
    await app.saveAddress(CHOSEN);
    app.phone.network.length = 0;
    return app;
  }

  it('logs in at its first launch and keeps the token while it is good', async () => {
    const app = new Protoss(new Phone(shop, 'lin'));

    await app.launch();
    await app.launch();

    expect(app.phone.network).toEqual(['POST token/user 200', 'POST token/verify 200']);
  });

  it('logs in at launch when the stored token has become old', async () => {
    const app = await launched('mei');
    await shop.later(7201);

    await app.launch();

    expect(app.phone.network).toEqual(['POST token/verify 200', 'POST token/user 200']);
    expect(await app.myOrders()).toEqual([]);
  });

  it('[F54] logs in silently on a 401 and asks once more', async () => {
    const app = await launched('nan');
    await shop.later(7201);

    const address = await app.address();

    expect(address).toBe('林晚 13800138000 浙江省 杭州市 西湖区 龙井路1号');
    expect(app.phone.network).toEqual(['GET address 401', 'POST token/user 200', 'GET address 200']);
  });

  it('asks only once more, even when its new token is lost on the way', async () => {
    const app = await launched('ou');
    await shop.later(7201);
    app.phone.storage.set = () => app.phone.storage;

    await expect(app.address()).rejects.toMatchObject({ error_code: 10001 });

    expect(app.phone.network).toEqual(['GET address 401', 'POST token/user 200', 'GET address 401']);
  });

  it('draws its home page: banner, three themes, the newest goods', async () => {
    const app = await launched('pan');

    const home = await app.home();
    const opened = await app.product(home.banner[0]!);
    const page = await app.theme(home.large.id);

    expect(home.small.map(({ id }) => id)).toEqual([1, 2]);
    expect(home.large.id).toBe(3);
    expect(home.products).toHaveLength(15);
    expect(opened.id).toBe(Number(home.banner[0]));
    expect(page.name).toBe(home.large.name);
    expect(page.products.length).toBeGreaterThan(0);
  });

  it('draws six categories with their goods, and a product with details and properties', async () => {
    const app = await launched('qiu');

    const categories = await app.categories();
    const goods = await Promise.all(categories.map(({ id }) => app.productsOf(id)));
    const pages = await Promise.all(goods.flat().map(({ id }) => app.product(id)));

    expect(categories).toHaveLength(6);
    expect(goods.every((list) => list.length > 0)).toBe(true);
    expect(pages.some(({ details, properties }) => details > 1 && properties.length > 1)).toBe(true);
    expect(pages.every(({ price }) => /^\d+\.\d\d$/.test(price))).toBe(true);
  });

  it('buys what is in the cart: address, order, cashier, result, detail, list', async () => {
    const app = new Protoss(new Phone(shop, 'ren'));
    await app.launch();
    const [tea, rice] = [
      await shop.product({ name: '茶', priceFen: 1999 }),
      await shop.product({ name: '米' }),
    ];
    app.putIntoCart(await app.product(tea.id), 1);
    app.putIntoCart(await app.product(tea.id), 2);
    app.putIntoCart(await app.product(rice.id), 1);

    const before = await app.address();
    await app.saveAddress(CHOSEN);
    const paid = await app.submitOrder();
    const order = await app.order(paid.orderId);
    const [row] = await app.myOrders();

    expect(before).toBeUndefined();
    expect(paid.outcome).toBe(2);
    expect(app.cart).toEqual([]);
    expect(order).toMatchObject({
      status: '待发货',
      name: '茶等',
      count: 4,
      price: '79.96',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      address: '林晚 13800138000 浙江省 杭州市 西湖区 龙井路1号',
      items: [
        ['茶', '19.99', 3],
        ['米', '19.99', 1],
      ],
    });
    expect(row).toMatchObject({ id: paid.orderId, number: order.number, status: '待发货' });
    expect(await shop.stockOf(tea.skuIds[0])).toEqual({ stock: 97, reserved: 0, sold: 3 });
  });

  it('names two of the goods that are short, and leaves the cart as it is', async () => {
    const app = await launched('song');
    const names = ['特别特别特别长的名字的云南小粒咖啡', '枣', '栗'];
    for (const name of names)
      app.putIntoCart(await app.product((await shop.product({ name, stock: 1 })).id), 2);

    const refused = await app.submitOrder();

    expect(refused).toEqual({ outcome: 0, orderId: -1, shortOf: '特别特别特别长的名字的云...、枣等' });
    expect(app.cart).toHaveLength(3);
    expect(await app.myOrders()).toEqual([]);
  });

  it('cancels in the cashier, finds the order unpaid, and pays it again from its page', async () => {
    const app = await launched('tang');
    const pear = await shop.product();
    app.putIntoCart(await app.product(pear.id), 1);

    app.phone.atTheCashier = 'cancel';
    const cancelled = await app.submitOrder();
    const waiting = await app.order(cancelled.orderId);
    app.phone.atTheCashier = 'pay';
    const paid = await app.payOrder(cancelled.orderId);

    expect([cancelled.outcome, waiting.status, app.cart]).toEqual([1, '待付款', []]);
    expect(paid.outcome).toBe(2);
    expect((await app.order(paid.orderId)).status).toBe('待发货');
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 99, reserved: 0, sold: 1 });
  });

  it('is told that a paid order is paid', async () => {
    const app = await launched('wei');
    app.putIntoCart(await app.product((await shop.product()).id), 1);
    const { orderId } = await app.submitOrder();

    await expect(app.payOrder(orderId)).rejects.toMatchObject({ error_code: 80003 });
  });

  it("is refused another's order without being logged in anew", async () => {
    const [owner, thief] = [await launched('xu'), await launched('yan')];
    owner.putIntoCart(await owner.product((await shop.product()).id), 1);
    owner.phone.atTheCashier = 'cancel';
    const { orderId } = await owner.submitOrder();
    thief.phone.network.length = 0;

    await expect(thief.payOrder(orderId)).rejects.toMatchObject({ error_code: 80000 });
    await expect(thief.order(orderId)).rejects.toMatchObject({ error_code: 80000 });

    expect(thief.phone.network).toEqual(['POST pay/pre_order 404', `GET order/${orderId} 404`]);
    expect((await owner.order(orderId)).status).toBe('待付款');
  });

  it('is refused an order without an address', async () => {
    const app = new Protoss(new Phone(shop, 'zhao'));
    await app.launch();
    app.putIntoCart(await app.product((await shop.product()).id), 1);

    await expect(app.submitOrder()).rejects.toMatchObject({ error_code: 60001 });
  });

  it('scrolls through its orders, newest first, until a page is empty', async () => {
    const app = await launched('bai');
    const pear = await shop.product({ stock: 40 });
    const data = { products: [{ product_id: pear.id, count: 1 }] };
    const ids: number[] = [];
    for (let i = 0; i < 31; i += 1)
      ids.push((await app.call({ url: 'order', method: 'post', data })).order_id);
    app.phone.network.length = 0;

    const rows = await app.myOrders();

    expect(rows.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(app.phone.network).toEqual(Array.from({ length: 4 }, () => 'GET order/by_user 200'));
  });
});

describe('the mini-program in a shop that sells on payment', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ STOCK_POLICY: 'on_payment' });
  });
  afterAll(() => shop.stop());

  it('is told at the cashier that the goods ran out, by an answer without timeStamp', async () => {
    const last = await shop.product({ name: '柿', stock: 1 });
    const [slow, fast] = [new Protoss(new Phone(shop, 'slow')), new Protoss(new Phone(shop, 'fast'))];
    for (const app of [slow, fast]) {
      await app.launch();
      await app.saveAddress(CHOSEN);
      app.putIntoCart(await app.product(last.id), 1);
    }
    slow.phone.atTheCashier = 'cancel';
    const { orderId } = await slow.submitOrder();
    await fast.submitOrder();

    const short = await slow.payOrder(orderId);

    expect(short).toEqual({ outcome: 0, orderId, shortOf: '柿' });
    expect((await slow.order(orderId)).status).toBe('待付款');
    expect(await shop.breaches()).toEqual([]);
  });

  it('shows an order that was paid for goods that ran out, without a label', async () => {
    const last = await shop.product({ name: '橘', stock: 1 });
    const wish = { products: [{ product_id: last.id, count: 1 }] };
    const [early, late] = [await shop.shopper('early'), await shop.shopper('late')];
    const [one, other] = [await early.post('/order', wish), await late.post('/order', wish)];
    const prepays = [
      await early.post('/pay/pre_order', { id: one.body.order_id }),
      await late.post('/pay/pre_order', { id: other.body.order_id }),
    ];
    for (const { body } of prepays) await shop.pay(body);

    const app = new Protoss(new Phone(shop, 'late'));
    await app.launch();
    const rows = await app.myOrders();

    expect(rows).toMatchObject([{ id: other.body.order_id, status: '', price: '19.99', count: 1 }]);
    expect(await shop.breaches()).toEqual([]);
  });
});

describe.each<[string, Record<string, string>]>([
  ['v2 under MD5', { WECHAT_PAY_GATEWAY: 'v2', WECHAT_PAY_V2_SIGN_TYPE: 'MD5' }],
  ['v2 under HMAC-SHA256', { WECHAT_PAY_GATEWAY: 'v2', WECHAT_PAY_V2_SIGN_TYPE: 'HMAC-SHA256' }],
  ['v3', { WECHAT_PAY_GATEWAY: 'v3' }],
])('the mini-program in a shop that is paid through %s', (_gateway, settings) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open(settings);
  });
  afterAll(() => shop.stop());

  it('notices nothing: it cancels in the cashier, pays, and sees its order', async () => {
    const app = new Protoss(new Phone(shop, 'ren'));
    await app.launch();
    await app.saveAddress(CHOSEN);
    const pear = await shop.product();
    app.putIntoCart(await app.product(pear.id), 2);

    app.phone.atTheCashier = 'cancel';
    const cancelled = await app.submitOrder();
    app.phone.atTheCashier = 'pay';
    const paid = await app.payOrder(cancelled.orderId);

    expect([cancelled.outcome, paid.outcome]).toEqual([1, 2]);
    expect(await app.order(paid.orderId)).toMatchObject({ status: '待发货', price: '39.98', count: 2 });
    expect(await shop.stockOf(pear.skuIds[0])).toEqual({ stock: 98, reserved: 0, sold: 2 });
    expect(await shop.breaches()).toEqual([]);
  });
});
