import { verifyV2 } from '@app/wechat';
import { describe, expect, it } from 'vitest';
import { ACK, startRig, Webhook } from './rig';

async function shop(answer?: Webhook['answer']) {
  const rig = await startRig();
  const webhook = await Webhook.listen();
  if (answer) webhook.answer = answer;
  const { prepay_id, out_trade_no } = await rig.ordered({ notify_url: webhook.url });
  return { rig, webhook, prepay_id, out_trade_no };
}

describe('a payment', () => {
  it('is booked, notified under the merchant’s key, and answered with what the shop said', async () => {
    const { rig, webhook, prepay_id, out_trade_no } = await shop();

    const paid = await rig.sim('pay', { prepay_id });

    expect(paid).toEqual({
      transaction_id: expect.stringMatching(/^4200\d{24}$/),
      out_trade_no,
      notified: [{ status: 200, body: ACK }],
    });
    const [notice] = webhook.received;
    expect(verifyV2(notice!, rig.config.WECHAT_PAY_V2_KEY)).toBe(true);
    expect(notice).toMatchObject({
      return_code: 'SUCCESS',
      result_code: 'SUCCESS',
      appid: rig.config.WECHAT_APP_ID,
      mch_id: rig.config.WECHAT_PAY_MCH_ID,
      out_trade_no,
      transaction_id: paid.transaction_id,
      total_fee: '12990',
      cash_fee: '12990',
      fee_type: 'CNY',
      trade_type: 'JSAPI',
      bank_type: 'OTHERS',
      is_subscribe: 'N',
    });
    expect(notice!.sign).toHaveLength(64);
    expect(notice).not.toHaveProperty('trade_state');
  });

  it('happens once, whoever else confirms at the same moment', async () => {
    const { rig, prepay_id } = await shop();

    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => rig.sim('pay', { prepay_id })));

    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await rig.books()).transactions).toHaveLength(1);
  });

  it('does not begin after time_expire, two hours, or for a prepay_id nobody made', async () => {
    const { rig, prepay_id } = await shop();
    await rig.sim('clock', { advanceSeconds: 1801 });

    await rig.sim('pay', { prepay_id }, 409);
    await rig.sim('pay', { prepay_id: 'wx123' }, 404);
  });

  it('can be second, late, short or in another currency when a test wants it so', async () => {
    const { rig, webhook, prepay_id, out_trade_no } = await shop();
    await rig.sim('clock', { advanceSeconds: 1801 });
    await rig.pay('/pay/closeorder', { out_trade_no });

    const late = await rig.sim('pay', { prepay_id, late: true, total_fee: 1, fee_type: 'USD' });
    await rig.sim('pay', { prepay_id }, 409);
    const second = await rig.sim('pay', { prepay_id, again: true });

    expect(second.transaction_id).not.toBe(late.transaction_id);
    expect(webhook.received[0]).toMatchObject({ total_fee: '1', fee_type: 'USD' });
    expect(webhook.received[1]).toMatchObject({ total_fee: '12990', transaction_id: second.transaction_id });
  });

  it.each([{ prepay_id: 7 }, {}, { prepay_id: 'wx1', copiez: 1 }, { prepay_id: 'wx1', total_fee: 0 }])(
    'names what is wrong with %j',
    async (body) => {
      const rig = await startRig();

      await rig.sim('pay', body, 400);
    },
  );
});

describe('the retry ladder', () => {
  it('repeats until the shop says SUCCESS, each time under a new nonce', async () => {
    const { rig, webhook, prepay_id } = await shop({ status: 500 });
    const paid = await rig.sim('pay', { prepay_id });
    await rig.sim('clock', { advanceSeconds: 10 });
    const before = webhook.received.length;

    await rig.sim('clock', { advanceSeconds: 5 });
    webhook.answer = { body: ACK };
    await rig.sim('clock', { advanceSeconds: 15 });
    await rig.sim('clock', { advanceSeconds: 86_400 });

    expect(paid.notified).toEqual([{ status: 500, body: '' }]);
    expect(before).toBe(1);
    expect(webhook.received).toHaveLength(3);
    expect(new Set(webhook.received.map(({ nonce_str }) => nonce_str)).size).toBe(3);
    expect((await rig.books()).transactions[0]).toMatchObject({ acknowledged: true });
  });

  it('ends after sixteen deliveries, all due when a day and a bit have passed', async () => {
    const { rig, webhook, prepay_id } = await shop({ body: 'no' });
    await rig.sim('pay', { prepay_id });

    await rig.sim('clock', { advanceSeconds: 24 * 3600 + 4 * 60 });
    await rig.sim('clock', { advanceSeconds: 7 * 86_400 });

    expect(webhook.received).toHaveLength(16);
  });

  it.each([
    { status: 404, body: ACK },
    { body: '' },
    { body: '{"return_code":"SUCCESS"}' },
    { body: ` ${ACK}` },
    { body: `\uFEFF${ACK}` },
    { body: '<xml><return_code>FAIL</return_code></xml>' },
    { body: '<xml><return_code>success</return_code></xml>' },
    { status: 302, headers: { location: '/elsewhere' } },
    { body: ACK + ' '.repeat(70_000) },
  ])('does not take this for SUCCESS: %j', async (answer) => {
    const { rig, webhook, prepay_id } = await shop(answer);
    await rig.sim('pay', { prepay_id });

    const { transactions, deliveries } = await rig.books();

    expect(transactions[0]?.acknowledged).toBe(false);
    expect(transactions[0]?.next_delivery_at).toBeTruthy();
    expect(deliveries).toHaveLength(1);
    expect(webhook.received).toHaveLength(1);
  });

  it('waits five seconds for an answer and no longer', async () => {
    const { rig, prepay_id } = await shop({ never: true });

    const { notified } = await rig.sim('pay', { prepay_id });

    expect(notified).toEqual([{ status: 0, body: '', error: 'no answer within 5 s' }]);
  });

  it('fires by itself within a second or two of being due', async () => {
    const { rig, webhook, prepay_id } = await shop({ status: 500 });
    await rig.sim('pay', { prepay_id });
    await rig.sim('clock', { advanceSeconds: 14 });

    await new Promise((resolve) => setTimeout(resolve, 2500));

    expect(webhook.received).toHaveLength(2);
  });
});

describe('copies', () => {
  it('are delivered at once and end the repeats when one is taken', async () => {
    const { rig, webhook, prepay_id, out_trade_no } = await shop({ status: 500 });
    await rig.sim('pay', { prepay_id });
    webhook.answer = { body: ACK };

    const { notified } = await rig.sim('notify', { out_trade_no, copies: 20 });
    await rig.sim('clock', { advanceSeconds: 86_400 });

    expect(notified).toHaveLength(20);
    expect(webhook.received).toHaveLength(21);
  });

  it('are of payments only', async () => {
    const { rig, out_trade_no } = await shop();

    await rig.sim('notify', { out_trade_no, copies: 1 }, 404);
  });
});
