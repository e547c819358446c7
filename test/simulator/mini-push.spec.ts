import { describe, expect, it } from 'vitest';
import { type MiniRig, sha1, startMiniRig } from './mini-rig';

const OUT_TRADE_NO = 'MA1234567890ABCDEFGH';

async function shippedOrder() {
  const mini = await startMiniRig();
  const paid = await mini.paid(OUT_TRADE_NO);
  await mini.ship(mini.upload(paid));
  await mini.pass(1);
  return { mini, paid };
}

describe('a push', () => {
  it('goes to the shop’s address, signed and sealed', async () => {
    const { mini, paid } = await shippedOrder();

    const [push] = mini.inbox.received;

    expect(push).toMatchObject({
      method: 'POST',
      query: { openid: paid.openid, encrypt_type: 'aes' },
    });
    const { timestamp, nonce, signature } = push!.query;
    expect(signature).toBe(sha1(mini.rig.config.WECHAT_PUSH_TOKEN!, timestamp!, nonce!));
    expect(JSON.parse(push!.body)).toMatchObject({ ToUserName: expect.stringMatching(/^gh_/) });
  });

  it('tells of settlement: estimated when it is shipped, known when the shopper confirms', async () => {
    const { mini, paid } = await shippedOrder();
    await mini.pass(100);

    const { order_state, pushed } = await mini.sim('receive', { out_trade_no: OUT_TRADE_NO });

    expect(order_state).toBe(3);
    expect(pushed).toEqual([{ status: 200, body: 'success' }]);
    const [shipped, received] = mini.inbox.messages(mini.rig);
    expect(shipped).toMatchObject({
      FromUserName: paid.openid,
      MsgType: 'event',
      Event: 'trade_manage_order_settlement',
      transaction_id: paid.transaction_id,
      merchant_id: mini.rig.config.WECHAT_PAY_MCH_ID,
      sub_merchant_id: '',
      merchant_trade_no: OUT_TRADE_NO,
      estimated_settlement_time: expect.any(Number),
      confirm_receive_method: 0,
      confirm_receive_time: 0,
      settlement_time: 0,
    });
    expect(received).toMatchObject({
      Event: 'trade_manage_order_settlement',
      shipped_time: shipped!.shipped_time,
      estimated_settlement_time: 0,
      confirm_receive_method: 2,
    });
    expect(received!.settlement_time).toBeGreaterThan(received!.confirm_receive_time as number);
  });

  it('tells of the receipt that comes by itself after ten days', async () => {
    const { mini } = await shippedOrder();

    await mini.pass(10 * 86_400);

    expect(mini.inbox.messages(mini.rig).at(-1)).toMatchObject({ confirm_receive_method: 1 });
  });

  it('reminds once of what is unshipped for 48 hours, and of nothing that is refunded', async () => {
    const mini = await startMiniRig();
    const paid = await mini.paid(OUT_TRADE_NO);
    await mini.paid('MB1234567890ABCDEFGH');
    await mini.rig.pay('/secapi/pay/refund', {
      out_trade_no: 'MB1234567890ABCDEFGH',
      out_refund_no: 'R1',
      total_fee: '12990',
      refund_fee: '12990',
    });

    await mini.pass(48 * 3600 - 200);
    const before = mini.inbox.received.length;
    await mini.pass(400);
    await mini.pass(86_400);

    expect(before).toBe(0);
    expect(mini.inbox.messages(mini.rig)).toEqual([
      expect.objectContaining({
        Event: 'trade_manage_remind_shipping',
        transaction_id: paid.transaction_id,
        pay_time: expect.any(Number),
        msg: expect.any(String),
      }),
    ]);
  });
});

describe('the repeats of a push', () => {
  it.each([
    { status: 500, body: 'success' },
    { status: 200, body: 'no' },
    { status: 200, body: '"success"' },
  ])('are three where the shop says %j', async (answer) => {
    const mini = await startMiniRig();
    mini.inbox.answer = answer;
    await mini.sim('subscribe', { name: 'li' });

    await mini.pass(1);
    const first = mini.inbox.received.length;
    await mini.pass(60);
    await mini.pass(86_400);

    expect(first).toBe(1);
    expect(mini.inbox.received).toHaveLength(4);
    expect(new Set(mini.inbox.received.map(({ query }) => query.msg_signature)).size).toBe(4);
    expect(new Set(mini.inbox.messages(mini.rig).map((message) => JSON.stringify(message))).size).toBe(1);
    expect((await mini.books()).pending_pushes).toEqual([]);
  });

  it('end with success, or with nothing', async () => {
    const mini = await startMiniRig();
    mini.inbox.answer = { status: 500 };
    await mini.sim('subscribe', { name: 'li' });
    await mini.pass(1);

    mini.inbox.answer = { body: '' };
    await mini.pass(60);
    await mini.pass(60);

    expect(mini.inbox.received).toHaveLength(2);
  });

  it('go on after a restart', async () => {
    const mini = await startMiniRig();
    mini.inbox.answer = { status: 500 };
    await mini.sim('subscribe', { name: 'li' });
    await mini.pass(1);

    await mini.rig.stop();
    await mini.rig.start();
    await mini.pass(60);

    expect(mini.inbox.received).toHaveLength(4);
  });

  it('come by themselves within a second or two', async () => {
    const mini = await startMiniRig();
    await mini.sim('subscribe', { name: 'li' });

    await expect.poll(() => mini.inbox.received.length, { timeout: 3000 }).toBe(1);
  });
});

describe('a push by hand', () => {
  const remind = { event: 'trade_manage_remind_shipping', out_trade_no: OUT_TRADE_NO };

  async function paidShop(): Promise<MiniRig> {
    const mini = await startMiniRig();
    await mini.paid(OUT_TRADE_NO);
    return mini;
  }

  it.each([
    remind,
    { event: 'trade_manage_remind_access_api', out_trade_no: OUT_TRADE_NO },
    { event: 'trade_manage_order_settlement', out_trade_no: OUT_TRADE_NO },
    { event: 'subscribe_msg_popup_event', name: 'li' },
    { event: 'subscribe_msg_sent_event', name: 'li', template_id: 't' },
  ])('is %j', async (body) => {
    const mini = await paidShop();

    expect(await mini.sim('push', body)).toEqual({ pushed: [{ status: 200, body: 'success' }] });
    expect(mini.inbox.messages(mini.rig)).toEqual([expect.objectContaining({ Event: body.event })]);
  });

  it('comes in copies at once, the same event under new seals', async () => {
    const mini = await paidShop();

    await mini.sim('push', { ...remind, copies: 5 });

    expect(new Set(mini.inbox.received.map(({ body }) => body)).size).toBe(5);
    expect(new Set(mini.inbox.messages(mini.rig).map((message) => JSON.stringify(message))).size).toBe(1);
  });

  it.each([
    ['badSignature', 'msg_signature'],
    ['otherAppid', 'appid'],
  ])('can be forged: %s', async (forge, wrong) => {
    const mini = await paidShop();

    await mini.sim('push', { ...remind, forge });

    expect(() => mini.inbox.messages(mini.rig)).toThrow(wrong);
  });

  it('can be an old one again, byte for byte', async () => {
    const mini = await paidShop();
    await mini.sim('push', { forge: 'replay' }, 409);
    await mini.sim('push', remind);
    await mini.pass(3600);

    await mini.sim('push', { forge: 'replay', copies: 2 });

    expect(mini.inbox.received).toHaveLength(3);
    expect(new Set(mini.inbox.received.map((push) => JSON.stringify(push))).size).toBe(1);
  });

  it.each([
    [{ event: 'trade_manage_remind_shipping' }, 404],
    [{ event: 'subscribe_msg_popup_event' }, 404],
    [{ event: 'toString', out_trade_no: OUT_TRADE_NO }, 400],
    [{}, 400],
    [{ ...remind, forge: 'badly' }, 400],
  ])('is not %j', async (body, status) => {
    const mini = await paidShop();

    await mini.sim('push', body, status);
  });
});

describe('the check of the push address', () => {
  it('wants to hear its own words', async () => {
    const mini = await startMiniRig();

    const right = await mini.sim('push', { check: true });
    mini.inbox.echoes = false;
    const wrong = await mini.sim('push', { check: true });

    const [{ method, query }] = mini.inbox.received as [(typeof mini.inbox.received)[0]];
    const { timestamp, nonce, signature, echostr } = query;
    expect(method).toBe('GET');
    expect(signature).toBe(sha1(mini.rig.config.WECHAT_PUSH_TOKEN!, timestamp!, nonce!));
    expect(right).toEqual({ matched: true, status: 200, body: echostr });
    expect(wrong).toEqual({ matched: false, status: 200, body: 'success' });
  });
});
