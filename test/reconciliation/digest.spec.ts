import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { Shop } from '../given/shop';
import { begun, closed, inTime, moneyOf, nextMorning } from './accounts';

describe('the digest', () => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await Shop.open({ ORDER_TTL_SECONDS: '999999', TOKEN_TTL_SECONDS: '9999999' });
    await nextMorning(shop);
    admin = await shop.admin();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => shop.stop());

  const digests = async (): Promise<{ text: string }[]> => {
    const { body } = await admin.get('/admin/alert');
    return body.data.filter(({ kind }: { kind: string }) => kind === 'digest');
  };

  it('has the figures of the summary, late and wrong money too', async () => {
    const [order, late, wrong] = [await begun(shop), await closed(shop), await begun(shop)];
    await shop.pay(order.prepay);
    await shop.pay(late.prepay, { late: true });
    await shop.pay(wrong.prepay, { total_fee: 100 });
    await inTime(
      shop,
      () => moneyOf(shop, late),
      ([money]) => money?.refunded === 3998,
    );

    const before = await digests();
    await nextMorning(shop);
    const [digest] = await inTime(shop, digests, (seen) => seen.length > before.length);
    const [, date] = /^(\S+) 日报/.exec(digest!.text)!;
    const { body: day } = await admin.get(`/admin/summary?date=${date}`);

    expect(day).toMatchObject({ paid_orders: 1, paid: '80.96', refunded: '39.98', shipped: 0 });
    expect(digest!.text).toContain('付款 1 单，80.96 元；退款 1 笔，39.98 元\n发货 0 单，待发货 1 单');
  });
});
