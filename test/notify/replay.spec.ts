import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { Shop } from '../given/shop';
import { paid, refundsOf } from '../payment/paid';
import { tellRefund } from '../payment/refund-notice';
import { V3Webhook } from './v3-webhook';
import { books, due, moneyOf, statusOf, transactionId, Webhook, type Due } from './webhook';

const UNREADABLE = { status: 409, body: { error_code: 30021 } };

let shop: Shop;
let v2: Webhook;
let v3: V3Webhook;
let operator: Client;
let reader: Client;

beforeAll(async () => {
  shop = await Shop.open();
  v2 = new Webhook(shop);
  v3 = new V3Webhook(shop);
  [operator, reader] = [await shop.admin('operator'), await shop.admin('reader')];
});
afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});
afterAll(async () => {
  await v2.close();
  await shop.stop();
});

interface Listed {
  id: number;
  kind: string;
  event_key: string;
  outcome: string;
  attempts: number;
}

async function listed(query: string): Promise<Listed[]> {
  return (await reader.get(`/admin/notice?${query}`)).body.data;
}

async function noticeOf(eventKey: string): Promise<Listed> {
  return (await listed('size=100')).find(({ event_key }) => event_key === eventKey)!;
}

const replay = ({ id }: { id: number }) => operator.post(`/admin/notice/${id}/replay`);

/** Told when its order had another number, so that it waits, or waited in vain. */
async function toldTooEarly(gateway: 'v2' | 'v3') {
  const order = await due(shop);
  const transaction_id = transactionId();
  await rename(order.id, '00000000000000000000');
  if (gateway === 'v2') await v2.send(v2.notice(order, { transaction_id }));
  else await v3.send(v3.notice(v3.transaction(order, { transaction_id })));
  await rename(order.id, order.orderNo);
  return { order, notice: await noticeOf(transaction_id), transaction_id };
}

async function rename(id: number, orderNo: string): Promise<void> {
  await shop.db.query('UPDATE customer_order SET order_no = $2 WHERE id = $1', [id, orderNo]);
}

describe('a kept notice', () => {
  it('is listed by what became of it, by gateway and by kind, page by page', async () => {
    const orders: Due[] = [await due(shop), await due(shop)];
    for (const order of orders) await v2.send(v2.notice(order));
    await v3.send(v3.notice(v3.transaction(await due(shop), { mchid: '1999999999' })));

    const first = (await reader.get('/admin/notice?gateway=v2&kind=paid&outcome=fulfilled&size=1')).body;
    const second = (await reader.get(`/admin/notice?gateway=v2&size=1&before=${first.next}`)).body;

    expect(first.data).toMatchObject([{ gateway: 'v2', kind: 'paid', outcome: 'fulfilled', attempts: 1 }]);
    expect(second.data).toMatchObject([{ gateway: 'v2', kind: 'paid' }]);
    expect(second.data[0].id).toBeLessThan(first.data[0].id);
    expect(await listed('outcome=foreign')).toMatchObject([{ kind: 'foreign', outcome: 'foreign' }]);
    expect(await listed('kind=refund')).toEqual([]);
    expect((await reader.get('/admin/notice?outcome=lost')).status).toBe(400);
  });

  it('is shown with its words to operators, and to readers without', async () => {
    const order = await due(shop);
    const transaction_id = transactionId();
    const body = v2.notice(order, { transaction_id });
    await v2.send(body);
    const { id } = await noticeOf(transaction_id);

    expect((await operator.get(`/admin/notice/${id}`)).body).toMatchObject({ id, headers: {}, body });
    expect(await reader.get(`/admin/notice/${id}`)).toMatchObject({ status: 403 });
    expect(JSON.stringify(await listed('size=100'))).not.toContain('oSomebodyElse');
    expect(await operator.get('/admin/notice/2000000000')).toMatchObject({
      status: 404,
      body: { error_code: 30020 },
    });
  });

  it.each(['v2', 'v3'] as const)('of %s settles when its order is there at last', async (gateway) => {
    const { order, notice, transaction_id } = await toldTooEarly(gateway);
    // Long past the five minutes within which a stranger's repeat is believed.
    await shop.later(400);

    const answer = await replay(notice);

    expect(notice.outcome).toBe('parked');
    expect(answer).toMatchObject({ status: 201, body: { msg: 'ok', outcome: 'fulfilled' } });
    expect(await moneyOf(shop, order)).toMatchObject([{ transaction_id, disposition: 'fulfilled' }]);
    expect(await noticeOf(transaction_id)).toMatchObject({ outcome: 'fulfilled', attempts: 2 });
  });

  it('turns the order paid, and does nothing when it is replayed again and again at once', async () => {
    const { order, notice } = await toldTooEarly('v3');
    const first = await replay(notice);
    const before = await books(shop);

    const again = await Promise.all([replay(notice), replay(notice), replay(notice)]);

    expect([first, ...again].map(({ body }) => body.outcome)).toEqual([
      'fulfilled',
      'repeated',
      'repeated',
      'repeated',
    ]);
    expect(await statusOf(shop, order)).toBe(2);
    expect({ ...(await books(shop)), notice: [] }).toEqual({ ...before, notice: [] });
  });

  it('of an order that is still unknown becomes a case', async () => {
    const transaction_id = transactionId();
    await v2.send(v2.notice({ orderNo: '26010108AB12CD34EF56', totalFen: 1 } as Due, { transaction_id }));
    const notice = await noticeOf(transaction_id);
    await shop.later(601);

    expect((await replay(notice)).body).toMatchObject({ outcome: 'orphan' });
  });

  it('of a refund is taken once more by either gateway, though it is done', async () => {
    const bought = await paid(shop);
    await operator.post(`/admin/order/${bought.id}/refund`, { reason: '破损', restock: false });
    const [refund] = await refundsOf(operator, bought.id, ({ state }) => state === 'success');
    const told = { outRefundNo: refund!.out_refund_no, refundFen: 3998, totalFen: 3998 };
    for (const gateway of ['v2', 'v3']) await tellRefund(shop, bought, { ...told, gateway });
    const [[ofV2], [ofV3]] = [
      await listed('kind=refund&gateway=v2&size=1'),
      await listed('kind=refund&gateway=v3&size=1'),
    ];

    const answers = [await replay(ofV2!), await replay(ofV3!)];

    expect(answers.map(({ status, body }) => [status, body.outcome])).toEqual([
      [201, 'repeated'],
      [201, 'repeated'],
    ]);
    expect(await refundsOf(operator, bought.id)).toMatchObject([{ state: 'success' }]);
  });

  it('that was never for us is not settled by a replay', async () => {
    const [foreign] = await listed('outcome=foreign&size=1');
    const before = await books(shop);

    expect((await replay(foreign!)).body).toMatchObject({ outcome: 'foreign' });
    expect({ ...(await books(shop)), notice: [] }).toEqual({ ...before, notice: [] });
  });

  it('is refused once its words are gone, or were changed by somebody', async () => {
    const { notice, transaction_id } = await toldTooEarly('v2');
    const { notice: cut } = await toldTooEarly('v3');
    await shop.db.query(
      `UPDATE notice SET body = convert_to(replace(convert_from(body, 'UTF8'), 'CNY', 'USD'), 'UTF8') WHERE id = $1`,
      [notice.id],
    );
    await shop.db.query(`UPDATE notice SET body = '', headers = '{}' WHERE id = $1`, [cut.id]);

    expect(await replay(notice)).toMatchObject(UNREADABLE);
    expect(await replay(cut)).toMatchObject(UNREADABLE);
    expect(await noticeOf(transaction_id)).toMatchObject({ outcome: 'parked', attempts: 1 });
    expect(await replay({ id: 2_000_000_000 })).toMatchObject({ status: 404 });
  });
});
