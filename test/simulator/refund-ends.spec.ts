import { describe, expect, it } from 'vitest';
import { REFUNDS, V3Merchant, type Json } from './v3-merchant';

const TOTAL = 100;

/** A merchant with one payment of 100 fen, who asks about its refunds through both interfaces. */
async function paidMerchant() {
  const merchant = await V3Merchant.open();
  const { rig } = merchant;
  const amount = { total: TOTAL, currency: 'CNY' };
  const { prepay_id, out_trade_no } = await merchant.ordered({ amount, time_expire: undefined });
  const { transaction_id } = await rig.sim('pay', { prepay_id });
  const refund = (fen: number, out_refund_no: string) =>
    merchant.post(REFUNDS, { out_trade_no, out_refund_no, amount: { ...amount, refund: fen } });
  const v2Refund = (fen: number, out_refund_no: string) =>
    rig.pay('/secapi/pay/refund', {
      out_trade_no,
      out_refund_no,
      total_fee: String(TOTAL),
      refund_fee: String(fen),
    });
  const seen = async (out_refund_no: string) => {
    const v2 = await rig.pay('/pay/refundquery', { out_refund_no });
    const v3 = (await merchant.get(`${REFUNDS}/${out_refund_no}`)).body;
    const arrived = [v2.refund_success_time_0, v3.success_time].map((time) => time !== undefined);
    return { v2: v2.refund_status_0, v3: v3.status, arrived };
  };
  return { merchant, rig, out_trade_no, transaction_id, refund, v2Refund, seen };
}

describe('the end of a refund', () => {
  it.each([
    ['SUCCESS', 'SUCCESS', true],
    ['CLOSED', 'REFUNDCLOSE', false],
    ['ABNORMAL', 'CHANGE', false],
  ])('is %s when that is planned, and both interfaces say so', async (becomes, inV2, hasArrived) => {
    const { merchant, rig, refund, seen } = await paidMerchant();
    await rig.sim('refund', { becomes, afterSeconds: 30 });
    await refund(40, 'R1');

    await merchant.later(29);
    const before = await seen('R1');
    await merchant.later(1);
    const after = await seen('R1');

    expect(before).toEqual({ v2: 'PROCESSING', v3: 'PROCESSING', arrived: [false, false] });
    expect(after).toEqual({ v2: inV2, v3: becomes, arrived: [hasArrived, hasArrived] });
  });

  it('is planned for as many as were asked for, for ever, or no more', async () => {
    const { merchant, rig, refund } = await paidMerchant();
    const ends = async () => (await rig.books()).refunds.map(({ becomes }) => becomes);
    const next = async (out_refund_no: string) => {
      await refund(1, out_refund_no);
      await merchant.later(61);
    };

    await rig.sim('refund', { becomes: 'ABNORMAL', times: 2 });
    for (const number of ['R1', 'R2', 'R3']) await next(number);
    await rig.sim('refund', { becomes: 'CLOSED', times: -1 });
    for (const number of ['R4', 'R5']) await next(number);
    await rig.sim('refund', { becomes: 'CLOSED', times: 0 });
    await next('R6');

    expect(await ends()).toEqual(['ABNORMAL', 'ABNORMAL', 'SUCCESS', 'CLOSED', 'CLOSED', 'SUCCESS']);
  });

  it('[D1-15] CLOSED gives the amount back to a new number, and never to the same', async () => {
    const { merchant, rig, refund, v2Refund, seen } = await paidMerchant();
    await rig.sim('refund', { becomes: 'CLOSED' });
    await refund(TOTAL, 'R1');
    const whileOpen = await refund(1, 'R2');
    await merchant.later(61);

    const again = await refund(TOTAL, 'R1');
    const fresh = await v2Refund(TOTAL, 'R2');
    await merchant.later(3);

    expect(whileOpen.body.message).toBe('订单已全额退款');
    expect(again.body.status).toBe('CLOSED');
    expect(fresh.result_code).toBe('SUCCESS');
    expect([(await seen('R1')).v3, (await seen('R2')).v3]).toEqual(['CLOSED', 'SUCCESS']);
  });

  it('ABNORMAL keeps the amount until somebody puts it right in the portal', async () => {
    const { merchant, rig, refund, seen } = await paidMerchant();
    await rig.sim('refund', { becomes: 'ABNORMAL' });
    await refund(TOTAL, 'R1');
    await merchant.later(61);
    const more = await refund(1, 'R2');

    await rig.sim('refund', { out_refund_no: 'R1', becomes: 'SUCCESS', afterSeconds: 60 });
    const underWay = await seen('R1');
    await merchant.later(60);

    expect(more.body.message).toBe('订单已全额退款');
    expect([underWay.v3, (await seen('R1')).v3]).toEqual(['PROCESSING', 'SUCCESS']);
  });

  it('comes at once for a refund that is named, and then stays', async () => {
    const { rig, refund, seen } = await paidMerchant();
    await refund(40, 'R1');

    const answer = await rig.sim('refund', { out_refund_no: 'R1', becomes: 'CLOSED' });

    expect(answer).toMatchObject({ out_refund_no: 'R1', status: 'CLOSED' });
    expect((await seen('R1')).v2).toBe('REFUNDCLOSE');
    await rig.sim('refund', { out_refund_no: 'R1', becomes: 'SUCCESS' }, 409);
    await rig.sim('refund', { out_refund_no: 'R9', becomes: 'SUCCESS' }, 409);
    await rig.sim('refund', { out_refund_no: 'R1', becomes: 'SUCCESS', times: 2 }, 400);
    await rig.sim('refund', { becomes: 'PROCESSING' }, 400);
  });

  it('is the same after a restart, and so are the plans', async () => {
    const { merchant, rig, refund, seen } = await paidMerchant();
    await rig.sim('refund', { becomes: 'CLOSED', afterSeconds: 100, times: 2 });
    await refund(40, 'R1');
    await rig.sim('funds', { enough: false });
    const before = await rig.books();

    await rig.stop();
    await rig.start();

    expect(await rig.books()).toEqual(before);
    expect(before).toMatchObject({ refund_plan: { becomes: 'CLOSED', times: 1 }, funds_enough: false });
    await merchant.later(100);
    expect((await seen('R1')).v3).toBe('CLOSED');
  });
});

describe('the merchant’s funds', () => {
  it('may not be enough for a new refund, and then the same number is taken later', async () => {
    const { merchant, rig, refund, v2Refund } = await paidMerchant();
    await refund(10, 'R1');
    await merchant.later(61);
    await rig.sim('funds', { enough: false });

    const [known, v3, v2] = [await refund(10, 'R1'), await refund(20, 'R2'), await v2Refund(20, 'R2')];
    await rig.sim('funds', { enough: true });
    const later = await refund(20, 'R2');

    expect(known.status).toBe(200);
    expect([v3.status, v3.body.code]).toEqual([403, 'NOT_ENOUGH']);
    expect(v2.err_code).toBe('NOTENOUGH');
    expect(later.status).toBe(200);
  });
});

describe('a refund in the portal', () => {
  it('[D1-18] has a number that WeChat made, and is like any other', async () => {
    const { merchant, rig, out_trade_no, transaction_id, refund, seen } = await paidMerchant();
    await refund(40, 'R1');

    const part = (await rig.sim('portal-refund', { out_trade_no, refund_fee: 10 })) as unknown as Json;
    const rest = (await rig.sim('portal-refund', { transaction_id })) as unknown as Json;
    await merchant.later(3);

    expect([part.refund_fee, rest.refund_fee]).toEqual([10, 50]);
    expect(part.out_refund_no).toMatch(/^\d{28}$/);
    expect(await seen(part.out_refund_no as string)).toMatchObject({ v2: 'SUCCESS', v3: 'SUCCESS' });
    expect((await rig.books()).refunds.map(({ source }) => source)).toEqual([
      'API',
      'VENDOR_PLATFORM',
      'VENDOR_PLATFORM',
    ]);
    await rig.sim('portal-refund', { out_trade_no }, 409);
    await rig.sim('portal-refund', { out_trade_no: 'UNKNOWN1' }, 409);
    await rig.sim('portal-refund', { out_trade_no, refund_fee: 0 }, 400);
  });
});
