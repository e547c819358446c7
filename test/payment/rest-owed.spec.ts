import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { Shop } from '../given/shop';
import { casesOf, inTime } from '../reconciliation/accounts';
import { afterMinutes, lateMoney, lateMoneyOf, short, type Unpaid } from './owed';
import { booksOf, paid, refundsOf, statusOf, type Listed } from './paid';
import { tellRefund } from './refund-notice';

const LONG = { TOKEN_TTL_SECONDS: '40000000', MAX_OPEN_ORDERS: '0' };

/** Fen of an order that WeChat's own books say went back. */
async function backAtWeChat(shop: Shop, no: string): Promise<number> {
  const rows = await booksOf(shop, no);
  return rows.reduce((sum, row) => sum + (row.becomes === 'SUCCESS' ? row.refund_fee : 0), 0);
}

interface Payment {
  no: string;
  transactionId: string;
}

/** The merchant gives a part back in WeChat's portal; WeChat's notification of it answers what the shop said. */
async function portal(shop: Shop, gateway: string, { payment, fen }: { payment: Payment; fen: number }) {
  const made = { transaction_id: payment.transactionId, refund_fee: fen };
  await shop.simulator.post('/sim/portal-refund', made);
  await shop.later(4);
  return portalNotified(shop, gateway, payment);
}

/** WeChat notifies the shop of the last refund of a payment, as WeChat's books have it. */
async function portalNotified(shop: Shop, gateway: string, payment: Payment, { closed = false } = {}) {
  const rows = await booksOf(shop, payment.no);
  const made = rows.findLast((row) => row.transaction_id === payment.transactionId)!;
  const about = { outRefundNo: made.out_refund_no, refundId: made.refund_id, refundFen: made.refund_fee };
  return tellRefund(shop, payment, { gateway, closed, totalFen: 3998, ...about });
}

async function transactionsOf(admin: Client, id: number) {
  const { body } = await admin.get(`/admin/transaction?order_id=${id}`);
  return body.data as { id: number; transaction_id: string; disposition: string }[];
}

const successFen = (rows: Listed[]) =>
  rows.reduce((sum, row) => sum + (row.state === 'success' ? Math.round(Number(row.amount) * 100) : 0), 0);

describe.each(['v2', 'v3'])('money of which the portal gave a part back, through %s', (gateway) => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open({ WECHAT_PAY_GATEWAY: gateway, ...LONG });
    admin = await shop.admin();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  const paymentOf = async (order: Unpaid): Promise<Payment> => {
    const [transaction] = await transactionsOf(admin, order.id);
    return { no: order.no, transactionId: transaction!.transaction_id };
  };
  const allBack = (id: number, fen = 3998) =>
    afterMinutes(shop, admin, id, (rows) => successFen(rows) === fen);
  const caseAbout = (kind: string, subject: string, state: string) =>
    inTime(
      shop,
      async () =>
        (await casesOf(admin, `kind=${kind}&state=${state}`)).filter((one) => one.subject === subject),
      (cases) => cases.length > 0,
    );

  it('came late: the rest goes back after WeChat closed its first refund', async () => {
    const order = await lateMoney(shop, admin);
    await afterMinutes(shop, admin, order.id, ([row]) => row?.state === 'closed');
    const payment = await paymentOf(order);
    await caseAbout('money_owed', payment.transactionId, 'open');

    await portal(shop, gateway, { payment, fen: 1000 });
    await shop.later(3600);
    await allBack(order.id);

    expect(await backAtWeChat(shop, order.no)).toBe(3998);
    expect((await booksOf(shop, order.no)).map((row) => row.refund_fee)).toEqual([3998, 1000, 2998]);
    await caseAbout('money_owed', payment.transactionId, 'healed');
  });

  it('came late, and the portal was quicker than the shop, whose own refund waits for funds', async () => {
    await shop.simulator.post('/sim/funds', { enough: false });
    const order = (await lateMoneyOf(1, shop, admin, { refundsClosed: false }))[0]!;
    await refundsOf(admin, order.id, ({ refusal }) => refusal === 'NOTENOUGH');
    const payment = await paymentOf(order);

    const early = await portal(shop, gateway, { payment, fen: 1000 });
    await afterMinutes(shop, admin, order.id, ([row]) => row?.refusal !== 'NOTENOUGH');
    const again = await portalNotified(shop, gateway, payment);
    await caseAbout('money_owed', payment.transactionId, 'open');
    await shop.simulator.post('/sim/funds', { enough: true });
    await shop.later(3600);
    await allBack(order.id);

    expect(early.status === 200 && early.body.includes('SUCCESS')).toBe(false);
    expect(again.status).toBe(200);
    expect(await backAtWeChat(shop, order.no)).toBe(3998);
  });

  it('came late, and WeChat closed the refund of the portal that stood in the way of the shop', async () => {
    await shop.simulator.post('/sim/funds', { enough: false });
    const order = (await lateMoneyOf(1, shop, admin, { refundsClosed: false }))[0]!;
    await refundsOf(admin, order.id, ({ refusal }) => refusal === 'NOTENOUGH');
    const payment = await paymentOf(order);
    await shop.simulator.post('/sim/refund', { becomes: 'CLOSED', afterSeconds: 3600 });
    await shop.simulator.post('/sim/portal-refund', { transaction_id: payment.transactionId });
    await shop.simulator.post('/sim/funds', { enough: true });
    await afterMinutes(shop, admin, order.id, ([row]) => !['NOTENOUGH', null].includes(row?.refusal ?? null));
    const [refused] = await refundsOf(admin, order.id, () => true);

    await shop.later(3601);
    const told = await portalNotified(shop, gateway, payment, { closed: true });
    await allBack(order.id);

    expect(refused!.refusal).toMatch(/^(ERROR|INVALIDREQUEST)$/);
    expect(told.status).toBeLessThan(300);
    expect(await backAtWeChat(shop, order.no)).toBe(3998);
  });

  it('came twice: the second payment goes back whole, whatever part the portal gave', async () => {
    const order = await paid(shop);
    await shop.simulator.post('/sim/funds', { enough: false });
    await shop.pay(order.prepay, { again: true });
    const transactions = await transactionsOf(admin, order.id);
    const second = transactions.find((one) => one.disposition === 'to_refund')!;
    const payment = { no: order.no, transactionId: second.transaction_id };

    await portal(shop, gateway, { payment, fen: 1200 });
    await afterMinutes(shop, admin, order.id, ([row]) => !['NOTENOUGH', null].includes(row?.refusal ?? null));
    await portalNotified(shop, gateway, payment);
    await shop.simulator.post('/sim/funds', { enough: true });
    await shop.later(3600);
    await allBack(order.id);

    expect(await backAtWeChat(shop, order.no)).toBe(3998);
    expect(await statusOf(admin, order.id)).toBe(2);
  });

  it('is given back by a person before its hour is over', async () => {
    const order = await lateMoney(shop, admin);
    await afterMinutes(shop, admin, order.id, ([row]) => row?.state === 'closed');
    await portal(shop, gateway, { payment: await paymentOf(order), fen: 1000 });
    const [transaction] = await transactionsOf(admin, order.id);

    const asked = await admin.post(`/admin/transaction/${transaction!.id}/refund`);
    const again = await admin.post(`/admin/transaction/${transaction!.id}/refund`);
    await allBack(order.id);

    expect([asked.status, again.status, again.body.error_code]).toEqual([201, 409, 90008]);
    expect(await backAtWeChat(shop, order.no)).toBe(3998);
  });
});

describe('an order that was paid and short, of whose money the portal gave a part back', () => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open({ STOCK_POLICY: 'on_payment', SHORT_STOCK_GRACE_SECONDS: '900', ...LONG });
    admin = await shop.admin();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  const partlyBack = async () => {
    const order = await short(shop);
    const [transaction] = await transactionsOf(admin, order.id);
    const payment = { no: order.no, transactionId: transaction!.transaction_id };
    await portal(shop, 'v3', { payment, fen: 1000 });
    await refundsOf(admin, order.id, ({ state }) => state === 'success');
    return { ...order, transaction: transaction! };
  };

  it('is refunded by itself when its grace is over, and handled', async () => {
    const { id, no } = await partlyBack();

    await shop.later(900);
    await afterMinutes(shop, admin, id, (rows) => successFen(rows) === 3998);

    expect(await statusOf(admin, id)).toBe(5);
    expect(await backAtWeChat(shop, no)).toBe(3998);
  });

  it('is refunded by the merchant within its grace: what is left, and nothing less', async () => {
    const { id, no } = await partlyBack();

    const half = await admin.post(`/admin/order/${id}/refund`, { amount: '1' });
    const rest = await admin.post(`/admin/order/${id}/refund`);
    await afterMinutes(shop, admin, id, (rows) => successFen(rows) === 3998);

    expect([half.status, rest.status]).toEqual([409, 201]);
    expect(await statusOf(admin, id)).toBe(5);
    expect(await backAtWeChat(shop, no)).toBe(3998);
  });

  it('is refunded by its payment too', async () => {
    const { id, no, transaction } = await partlyBack();

    const rest = await admin.post(`/admin/transaction/${transaction.id}/refund`);
    await afterMinutes(shop, admin, id, (rows) => successFen(rows) === 3998);

    expect(rest.status).toBe(201);
    expect(await statusOf(admin, id)).toBe(5);
    expect(await backAtWeChat(shop, no)).toBe(3998);
  });

  it('still gets its goods, which the merchant found', async () => {
    const { id, restock } = await partlyBack();
    await restock();

    const given = await admin.post(`/admin/order/${id}/give_stock`);
    await shop.later(2000);

    expect(given.status).toBe(201);
    expect(await statusOf(admin, id)).toBe(2);
    expect(await refundsOf(admin, id)).toHaveLength(1);
  });
});
