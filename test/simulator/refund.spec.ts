import { describe, expect, it } from 'vitest';
import { startRig } from './rig';

const REFUND = '/secapi/pay/refund';

async function paidRig(total_fee = '100') {
  const rig = await startRig();
  const { prepay_id, out_trade_no } = await rig.ordered({ total_fee, time_expire: '' });
  const { transaction_id } = await rig.sim('pay', { prepay_id });
  const refund = (refund_fee: number, out_refund_no: string) =>
    rig.pay(REFUND, { out_trade_no, out_refund_no, total_fee, refund_fee: String(refund_fee) });
  return { rig, out_trade_no, transaction_id, refund };
}

describe('refund', () => {
  it('is accepted, and then the order is in REFUND', async () => {
    const { rig, out_trade_no, transaction_id, refund } = await paidRig();

    const answer = await refund(40, 'R1');

    expect(answer).toMatchObject({
      result_code: 'SUCCESS',
      transaction_id,
      refund_fee: '40',
      total_fee: '100',
    });
    expect(answer.refund_id).toMatch(/^\d{29}$/);
    expect((await rig.pay('/pay/orderquery', { out_trade_no })).trade_state).toBe('REFUND');
  });

  it('is the same refund under the same number, at once and for ever', async () => {
    const { rig, refund } = await paidRig();

    const [first, second] = [await refund(40, 'R1'), await refund(40, 'R1')];
    const other = await refund(41, 'R1');

    expect(second.refund_id).toBe(first.refund_id);
    expect(other.err_code).toBe('ERROR');
    expect((await rig.books()).refunds).toHaveLength(1);
  });

  it('waits a minute between two, and never gives back more than was paid', async () => {
    const { rig, refund } = await paidRig();
    await refund(60, 'R1');

    const tooSoon = await refund(40, 'R2');
    await rig.sim('clock', { advanceSeconds: 61 });
    const tooMuch = await refund(41, 'R3');
    const rest = await refund(40, 'R2');
    const more = await refund(1, 'R4');

    expect(tooSoon.err_code).toBe('FREQUENCY_LIMITED');
    expect(tooMuch.err_code).toBe('ERROR');
    expect(rest.result_code).toBe('SUCCESS');
    expect(more).toMatchObject({ err_code: 'ERROR', err_code_des: '订单已全额退款' });
  });

  it('comes in fifty parts at most', async () => {
    const { rig, refund } = await paidRig();
    for (let part = 1; part <= 50; part += 1) {
      expect((await refund(1, `R${part}`)).result_code).toBe('SUCCESS');
      await rig.sim('clock', { advanceSeconds: 61 });
    }

    expect((await refund(1, 'R51')).err_code).toBe('ERROR');
  });

  it('refuses wrong ids, wrong amounts and old payments', async () => {
    const { rig, out_trade_no, refund } = await paidRig();
    const wrong = async (fields: Record<string, string>) =>
      (
        await rig.pay(REFUND, {
          out_trade_no,
          out_refund_no: 'R9',
          total_fee: '100',
          refund_fee: '1',
          ...fields,
        })
      ).err_code;

    expect(await wrong({ transaction_id: 'abc' })).toBe('INVALID_TRANSACTIONID');
    expect(await wrong({ transaction_id: '4'.repeat(28) })).toBe('ORDERNOTEXIST');
    expect(await wrong({ out_trade_no: 'UNKNOWN1' })).toBe('ORDERNOTEXIST');
    expect(await wrong({ total_fee: '99' })).toBe('PARAM_ERROR');
    expect(await wrong({ out_refund_no: '中' })).toBe('PARAM_ERROR');
    expect(await wrong({ out_refund_no: '' })).toBe('LACK_PARAMS');
    await rig.sim('clock', { advanceSeconds: 366 * 24 * 3600 });
    expect((await refund(1, 'R1')).err_code).toBe('TRADE_OVERDUE');
  });

  it('is not for what was never paid', async () => {
    const rig = await startRig();
    const { out_trade_no } = await rig.ordered();
    const fields = { out_trade_no, out_refund_no: 'R1', total_fee: '12990', refund_fee: '1' };

    expect((await rig.pay(REFUND, fields)).err_code).toBe('ERROR');
  });
});

describe('refundquery', () => {
  it('tells PROCESSING, then SUCCESS', async () => {
    const { rig, out_trade_no, refund } = await paidRig();
    await refund(40, 'R1');

    const early = await rig.pay('/pay/refundquery', { out_refund_no: 'R1' });
    await rig.sim('clock', { advanceSeconds: 61 });
    await refund(60, 'R2');
    const both = await rig.pay('/pay/refundquery', { out_trade_no });

    expect(early).toMatchObject({ refund_count: '1', refund_status_0: 'PROCESSING', refund_fee_0: '40' });
    expect(both).toMatchObject({ refund_count: '2', refund_status_0: 'SUCCESS', out_refund_no_1: 'R2' });
    expect(both.refund_success_time_0).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  });

  it('does not know what was never refunded', async () => {
    const { rig } = await paidRig();

    expect((await rig.pay('/pay/refundquery', { out_refund_no: 'R1' })).err_code).toBe('REFUNDNOTEXIST');
  });
});
