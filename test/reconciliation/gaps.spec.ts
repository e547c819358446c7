import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { eventually, nonce, type Shop } from '../given/shop';
import { begun, casesOf, inTime, moneyOf, nextMorning, reconciled, type Begun, type Case } from './accounts';
import { WrittenBill, type Line } from './written-bill';

const STRANGER = '4200000000202601010000000001';
const kindsOf = (cases: Case[]) => cases.map(({ kind }) => kind).toSorted();

describe('a gap between the bill and the books', () => {
  let bill: WrittenBill;
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    bill = await WrittenBill.open({ ORDER_TTL_SECONDS: '999999', TOKEN_TTL_SECONDS: '9999999' });
    shop = bill.shop;
    // Whatever the hour is here, no day ends in the middle of a story.
    await nextMorning(shop);
    admin = await shop.admin();
  });
  afterEach(async () => {
    expect(await shop.breaches()).toEqual([]);
  });
  afterAll(() => bill.close());

  const paid = async (): Promise<Begun & { transactionId: string }> => {
    const order = await begun(shop);
    const { body } = await shop.pay(order.prepay);
    return { ...order, transactionId: body.transaction_id };
  };
  const refunded = async (order: Begun): Promise<string> => {
    await admin.post(`/admin/order/${order.id}/refund`, { amount: '1' });
    await inTime(
      shop,
      () => moneyOf(shop, order),
      ([money]) => money?.refunded === 100,
    );
    const { rows } = await shop.db.query('SELECT out_refund_no AS no FROM refund WHERE order_id = $1', [
      order.id,
    ]);
    return rows[0].no;
  };
  const fetchAgain = async () => {
    const { body } = await admin.get('/admin/bill');
    const days: { date: string }[] = body.data.toReversed();
    for (const { date } of days) {
      await admin.post(`/admin/bill/${date}/fetch`);
      await reconciled(shop);
    }
  };

  it('is a case of its kind, to the fen, that heals when the bill says so or waits for a person', async () => {
    const [right, dear, gone, backDear, backGone] = [
      await paid(),
      await paid(),
      await paid(),
      await paid(),
      await paid(),
    ];
    const [dearRefund, goneRefund] = [await refunded(backDear), await refunded(backGone)];
    const truth = [
      ...[right, backDear, backGone].map((order) => lineOf(order)),
      lineOf({ no: 'ANOTHERSYSTEM', transactionId: '42' }, { appId: 'wx0000000000000000' }),
    ];
    bill.lines = [
      ...truth,
      lineOf(dear, { fen: 3999 }),
      lineOf({ no: 'NOBODYKNOWSTHISONE00', transactionId: STRANGER }, { fen: 100 }),
      lineOf(backDear, { status: 'REFUND', fen: 0, outRefundNo: dearRefund, refundFen: 101 }),
      lineOf({ no: right.no, transactionId: '43' }, { status: 'REVOKED', fen: 0 }),
      lineOf({ no: right.no, transactionId: '43' }, { status: 'REVOKED', fen: 0 }),
    ];

    await nextMorning(shop);
    await reconciled(shop);
    const firstDay = await casesOf(admin, 'state=open&kind=refund_missing');
    // WeChat may have accepted a refund a moment after midnight: tomorrow's bill has it, or nobody has.
    bill.lines = undefined;
    await paid();
    await nextMorning(shop);
    await reconciled(shop);
    const open = await casesOf(admin, 'state=open');

    expect(firstDay).toEqual([]);
    expect(kindsOf(open)).toEqual([
      'line_strange',
      'payment_differs',
      'payment_missing',
      'payment_unknown',
      'refund_differs',
      'refund_missing',
    ]);
    expect(open).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'payment_differs',
          subject: dear.transactionId,
          facts: expect.objectContaining({ bill_fen: 3999, book_fen: 3998, order_id: dear.id }),
        }),
        expect.objectContaining({
          kind: 'payment_unknown',
          subject: STRANGER,
          advice: { zh: expect.stringContaining('商户平台'), en: expect.stringContaining('portal') },
        }),
        expect.objectContaining({ kind: 'payment_missing', subject: gone.transactionId }),
        expect.objectContaining({ kind: 'refund_missing', subject: goneRefund }),
        expect.objectContaining({
          kind: 'refund_differs',
          subject: dearRefund,
          facts: expect.objectContaining({ bill_fen: 101, book_fen: 100 }),
        }),
      ]),
    );

    const stranger = open.find(({ kind }) => kind === 'payment_unknown')!;
    const answers = [
      await admin.post(`/admin/case/${stranger.id}/acknowledge`, { note: '线下收款' }),
      await admin.post(`/admin/case/${stranger.id}/acknowledge`, { note: '再来一次' }),
      await admin.post('/admin/case/999999/acknowledge', { note: '没有' }),
    ];
    await fetchAgain();

    expect(answers.map(({ status, body }) => [status, body.error_code])).toEqual([
      [201, undefined],
      [409, 90012],
      [404, 80007],
    ]);
    expect(kindsOf(await casesOf(admin, 'state=open'))).toEqual([]);
    expect(await casesOf(admin, 'state=acknowledged')).toMatchObject([
      { kind: 'payment_unknown', note: '线下收款', acknowledged_by: expect.stringMatching(/^admin:\d+$/) },
    ]);
    expect(kindsOf(await casesOf(admin, 'state=healed'))).toHaveLength(5);
  });

  it('is the whole day where WeChat knows of no trade, and heals when the bill comes after all', async () => {
    await paid();
    bill.lines = [];

    await nextMorning(shop);
    await reconciled(shop);
    const open = await casesOf(admin, 'state=open');
    bill.lines = undefined;
    const healed = await eventually(
      async () => {
        await shop.later(3601);
        return casesOf(admin, 'kind=bill_none');
      },
      ([one]) => one?.state === 'healed',
    );

    expect(open).toMatchObject([{ kind: 'bill_none', facts: { payments: 1, book_fen: 3998 } }]);
    expect(healed).toMatchObject([{ state: 'healed' }]);
  });

  it('is not asked of days that were never wanted, nor of what is no day', async () => {
    const answers = [
      await admin.post('/admin/bill/2019-01-01/fetch'),
      await admin.post('/admin/bill/2026-02-30/fetch'),
      await admin.post(`/admin/bill/${nonce()}/fetch`),
      await admin.get('/admin/case?kind=whatever'),
    ];

    expect(answers.map(({ status, body }) => [status, body.error_code])).toEqual([
      [404, 80008],
      [400, 10000],
      [400, 10000],
      [400, 10000],
    ]);
  });
});

/** As the bill has it, but for what is said. */
function lineOf({ no, transactionId }: { no: string; transactionId: string }, but: Partial<Line> = {}): Line {
  return { status: 'SUCCESS', transactionId, orderNo: no, fen: 3998, ...but };
}
