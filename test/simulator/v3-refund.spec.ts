import { describe, expect, it } from 'vitest';
import { REFUNDS, V3Merchant, type Json, type V3Answer } from './v3-merchant';

const refusal = ({ status, body }: V3Answer) => [status, body.code];

async function paidMerchant(total = 100) {
  const merchant = await V3Merchant.open();
  const { prepay_id, out_trade_no } = await merchant.ordered({
    amount: { total, currency: 'CNY' },
    time_expire: undefined,
  });
  const { transaction_id } = await merchant.rig.sim('pay', { prepay_id });
  const refund = (fen: number, out_refund_no: string, other: Json = {}) =>
    merchant.post(REFUNDS, {
      out_trade_no,
      out_refund_no,
      amount: { refund: fen, total, currency: 'CNY' },
      ...other,
    });
  return { merchant, out_trade_no, transaction_id, refund };
}

describe('a v3 refund', () => {
  it('is accepted first and done later, and the order is in REFUND from the start', async () => {
    const { merchant, out_trade_no, transaction_id, refund } = await paidMerchant();

    const accepted = await refund(40, 'R1@1');
    const state = (await merchant.query(out_trade_no)).body.trade_state;
    await merchant.later(3);
    const done = await merchant.get(`${REFUNDS}/R1@1`);

    expect(accepted.status).toBe(200);
    expect(accepted.body).toMatchObject({
      refund_id: expect.stringMatching(/^50300\d{24}$/),
      out_refund_no: 'R1@1',
      out_trade_no,
      transaction_id,
      status: 'PROCESSING',
      channel: 'ORIGINAL',
      user_received_account: '支付用户零钱',
      create_time: expect.stringMatching(/\+08:00$/),
      amount: { total: 100, refund: 40, payer_total: 100, payer_refund: 40, currency: 'CNY' },
    });
    expect(accepted.body).not.toHaveProperty('success_time');
    expect(state).toBe('REFUND');
    expect(done.body).toEqual({
      ...accepted.body,
      status: 'SUCCESS',
      success_time: expect.stringMatching(/\+08:00$/),
    });
    expect(merchant.signerOf(done.headers, done.text)).toBe('certificate');
  });

  it('is the same refund under the same number, at once and for ever', async () => {
    const { merchant, refund } = await paidMerchant();

    const [first, second] = [await refund(40, 'R1'), await refund(40, 'R1')];
    const other = await refund(41, 'R1');

    expect(second.body.refund_id).toBe(first.body.refund_id);
    expect(refusal(other)).toEqual([400, 'INVALID_REQUEST']);
    expect((await merchant.rig.books()).refunds).toHaveLength(1);
  });

  it('waits a minute between two, and never gives back more than was paid', async () => {
    const { merchant, refund } = await paidMerchant();
    await refund(60, 'R1');

    const tooSoon = await refund(40, 'R2');
    await merchant.later(61);
    const tooMuch = await refund(41, 'R3');
    const rest = await refund(40, 'R2');
    const more = await refund(1, 'R4');

    expect(refusal(tooSoon)).toEqual([429, 'FREQUENCY_LIMITED']);
    expect(refusal(tooMuch)).toEqual([400, 'INVALID_REQUEST']);
    expect(rest.status).toBe(200);
    expect(refusal(more)).toEqual([400, 'INVALID_REQUEST']);
  });

  it('shares its numbers with v2', async () => {
    const { merchant, out_trade_no, refund } = await paidMerchant();
    await refund(40, 'R1');

    const again = await merchant.rig.pay('/secapi/pay/refund', {
      out_trade_no,
      out_refund_no: 'R1',
      total_fee: '100',
      refund_fee: '40',
    });

    expect(again.result_code).toBe('SUCCESS');
    expect((await merchant.rig.books()).refunds).toHaveLength(1);
  });

  it('refuses wrong ids, wrong amounts and old payments', async () => {
    const { merchant, refund } = await paidMerchant();
    const wrong = async (other: Json) => refusal(await refund(1, 'R9', other));
    const amount = { refund: 1, total: 100, currency: 'CNY' };

    expect(await wrong({ out_trade_no: undefined })).toEqual([400, 'PARAM_ERROR']);
    expect(await wrong({ out_trade_no: 'UNKNOWN1' })).toEqual([404, 'RESOURCE_NOT_EXISTS']);
    expect(await wrong({ transaction_id: '4'.repeat(28) })).toEqual([404, 'RESOURCE_NOT_EXISTS']);
    expect(await wrong({ amount: { ...amount, total: 99 } })).toEqual([400, 'PARAM_ERROR']);
    expect(await wrong({ amount: { ...amount, currency: undefined } })).toEqual([400, 'PARAM_ERROR']);
    expect(await wrong({ amount: { ...amount, refund: 0 } })).toEqual([400, 'PARAM_ERROR']);
    expect(await wrong({ out_refund_no: '中' })).toEqual([400, 'PARAM_ERROR']);
    expect(await wrong({ reason: '🍵' })).toEqual([400, 'PARAM_ERROR']);
    await merchant.later(366 * 24 * 3600);
    expect(await wrong({})).toEqual([400, 'INVALID_REQUEST']);
  });

  it('is not for what was never paid, and not known before it is asked for', async () => {
    const merchant = await V3Merchant.open();
    const { out_trade_no } = await merchant.ordered();
    const amount = { refund: 1, total: 12990, currency: 'CNY' };

    expect(refusal(await merchant.post(REFUNDS, { out_trade_no, out_refund_no: 'R1', amount }))).toEqual([
      400,
      'INVALID_REQUEST',
    ]);
    expect(refusal(await merchant.get(`${REFUNDS}/R1`))).toEqual([404, 'RESOURCE_NOT_EXISTS']);
  });
});
