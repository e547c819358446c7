import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import {
  begun,
  casesOf,
  closed,
  inTime,
  moneyOf,
  nextMorning,
  reconciled,
  statusOf,
  type Begun,
} from './accounts';
import { WrittenBill, type Line } from './written-bill';

const STRANGER = '4200000000202601010000000001';

describe('a bill with lines that cannot be read', () => {
  let bill: WrittenBill;
  let admin: Client;
  beforeAll(async () => {
    bill = await WrittenBill.open({ ORDER_TTL_SECONDS: '999999', TOKEN_TTL_SECONDS: '9999999' });
    await nextMorning(bill.shop);
    admin = await bill.shop.admin();
  });
  afterEach(async () => {
    expect(await bill.shop.breaches()).toEqual([]);
  });
  afterAll(() => bill.close());

  const paid = async (order: Begun, how: object = {}) => {
    const { body } = await bill.shop.pay(order.prepay, how);
    return body.transaction_id as string;
  };
  it('is a case that names them, while all others are compared and the payments in them asked about', async () => {
    const { shop } = bill;
    const [well, booked, late] = [await begun(shop), await begun(shop), await closed(shop)];
    const [wellId, bookedId] = [await paid(well), await paid(booked)];
    const lateId = await paid(late, { late: true, lost: true });
    bill.lines = [
      lineOf(well, wellId),
      lineOf(booked, bookedId, { spoilt }),
      lineOf(late, lateId, { spoilt }),
      { status: 'SUCCESS', transactionId: STRANGER, orderNo: 'NOBODYKNOWSTHISONE00', fen: 100 },
    ];

    await nextMorning(shop);
    await reconciled(shop);
    const open = await casesOf(admin, 'state=open');
    const money = await inTime(
      shop,
      () => moneyOf(shop, late),
      ([one]) => one?.refunded === 3998,
    );
    const [day] = (await admin.get('/admin/bill')).body.data;
    bill.lines = bill.lines.map((line) => ({ ...line, spoilt: undefined }));
    await admin.post(`/admin/bill/${day.date}/fetch`);
    await reconciled(shop);

    expect(day).toMatchObject({ state: 'fetched', lines: 4, paid: '120.94' });
    expect(open).toHaveLength(2);
    expect(open).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'payment_unknown', subject: STRANGER }),
        expect.objectContaining({
          kind: 'bill_unread',
          subject: `${shop.config.WECHAT_PAY_MCH_ID} ${day.date}`,
          facts: expect.objectContaining({
            unread: 2,
            lines: [
              { line: 3, why: '订单金额 is no amount' },
              { line: 4, why: '订单金额 is no amount' },
            ],
          }),
        }),
      ]),
    );
    expect(money).toMatchObject([{ disposition: 'to_refund', source: 'query', refunded: 3998 }]);
    expect([await statusOf(shop, well), await statusOf(shop, booked)]).toEqual([2, 2]);
    expect(await casesOf(admin, 'kind=bill_unread')).toMatchObject([{ state: 'healed' }]);
  });
});

function lineOf({ no }: Begun, transactionId: string, but: Partial<Line> = {}): Line {
  return { status: 'SUCCESS', transactionId, orderNo: no, fen: 3998, ...but };
}

function spoilt(line: string): string {
  return line.replace('`39.98', '`39.9x');
}
