import { describe, expect, it } from 'vitest';
import { type Json, startMiniRig } from './mini-rig';

const PARCEL = { tracking_no: '7300001', express_company: 'ZTO', item_desc: '云南普洱茶饼357克*1' };
const SECOND = { tracking_no: '7300002', express_company: 'YTO', item_desc: '茶杯*2' };
const LATER = { upload_time: '2026-01-03T13:29:35.120+08:00' };
const LATEST = { upload_time: '2026-01-04T13:29:35.120+08:00' };

async function paidOrder() {
  const mini = await startMiniRig();
  const paid = await mini.paid();
  const ship = (other: Json = {}) => mini.ship(mini.upload(paid, other)).then(({ errcode }) => errcode);
  return { mini, paid, ship };
}

describe('upload_shipping_info', () => {
  it('does not know a payment in its first minute', async () => {
    const mini = await startMiniRig();
    const { terms, prepay_id } = await mini.rig.ordered();
    const { transaction_id } = await mini.rig.sim('pay', { prepay_id });
    const upload = mini.upload({ transaction_id, openid: terms.openid! });

    const [young, look] = [
      await mini.ship(upload),
      await mini.call('/wxa/sec/order/get_order', { transaction_id }),
    ];
    await mini.pass(60);

    expect([young.errcode, look.errcode]).toEqual([10060001, 10060001]);
    expect((await mini.ship(upload)).errcode).toBe(0);
  });

  it('ships an order by either number', async () => {
    const { mini, paid, ship } = await paidOrder();
    const mchid = mini.rig.config.WECHAT_PAY_MCH_ID;

    const order_key = { order_number_type: 1, mchid, out_trade_no: 'MA1234567890ABCDEFGH' };

    expect((await mini.order(paid.transaction_id)).order_state).toBe(1);
    expect(await ship({ order_key })).toBe(0);
    expect(await mini.order(paid.transaction_id)).toMatchObject({
      transaction_id: paid.transaction_id,
      merchant_id: mchid,
      merchant_trade_no: 'MA1234567890ABCDEFGH',
      openid: paid.openid,
      paid_amount: 12990,
      order_state: 2,
      in_complaint: false,
      shipping: {
        delivery_mode: 1,
        logistics_type: 1,
        finish_shipping: true,
        finish_shipping_count: 1,
        goods_desc: PARCEL.item_desc,
        shipping_list: [{ tracking_no: '7300001', express_company: 'ZTO', upload_time: 1767331775 }],
      },
    });
  });

  it('says when nothing has changed, and gives one chance to ship again', async () => {
    const { mini, paid, ship } = await paidOrder();
    await ship();

    const again = await ship();
    const older = await ship({ shipping_list: [SECOND] });
    const reshipped = await ship({ shipping_list: [SECOND], ...LATER });
    const repeated = await ship({ shipping_list: [SECOND], ...LATEST });
    const third = await ship({ shipping_list: [PARCEL], ...LATEST });

    expect([again, older, reshipped, repeated, third]).toEqual([10060023, 10060014, 0, 10060023, 10060003]);
    expect((await mini.order(paid.transaction_id)).shipping.finish_shipping_count).toBe(2);
  });

  it('ships in parts, each time with the whole list, and no part more when it is complete', async () => {
    const { mini, paid, ship } = await paidOrder();
    const parts = { delivery_mode: 2, is_all_delivered: false };

    const first = await ship(parts);
    const between = await mini.order(paid.transaction_id);
    const last = await ship({ ...parts, is_all_delivered: true, shipping_list: [PARCEL, SECOND], ...LATER });
    const done = await mini.order(paid.transaction_id);
    const more = await ship({ ...parts, ...LATEST });

    expect([first, last, more]).toEqual([0, 0, 10060002]);
    expect(between).toMatchObject({ order_state: 1, shipping: { finish_shipping_count: 0 } });
    expect(done).toMatchObject({ order_state: 2, shipping: { goods_desc: '云南普洱茶饼357克*1；茶杯*2' } });
  });

  it('takes the one chance for another manner of shipping', async () => {
    const { ship } = await paidOrder();
    const parts = { delivery_mode: 2, is_all_delivered: false };
    await ship(parts);

    const other = await ship(LATER);
    const back = await ship({ ...parts, ...LATEST });

    expect([other, back]).toEqual([0, 10060003]);
  });

  it('ships nothing that is refunded or received', async () => {
    const { mini, ship } = await paidOrder();
    await ship();
    await mini.sim('receive', { out_trade_no: 'MA1234567890ABCDEFGH' });
    const other = await mini.paid('MB1234567890ABCDEFGH');
    await mini.rig.pay('/secapi/pay/refund', {
      out_trade_no: 'MB1234567890ABCDEFGH',
      out_refund_no: 'R1',
      total_fee: '12990',
      refund_fee: '12990',
    });
    await mini.pass(10);

    const received = await ship({ shipping_list: [SECOND], ...LATER });
    const refunded = await mini.ship(mini.upload(other));

    expect([received, refunded.errcode]).toEqual([10060004, 10060004]);
    expect((await mini.order(other.transaction_id)).order_state).toBe(5);
  });

  it('ships what that payer has paid to this merchant', async () => {
    const { mini, paid, ship } = await paidOrder();
    const out_trade_no = 'MA1234567890ABCDEFGH';

    const answers = [
      await ship({ payer: { openid: 'oNobody' } }),
      await ship({ order_key: { order_number_type: 2, transaction_id: '4200' } }),
      await ship({ order_key: { order_number_type: 1, mchid: '1900000009', out_trade_no } }),
      await ship({ merchant_id: mini.rig.config.WECHAT_PAY_MCH_ID }),
      await ship({ upload_time: undefined }),
    ];

    expect(answers).toEqual([10060031, 10060001, 10060001, 47001, 268485216]);
    expect((await mini.order(paid.transaction_id)).order_state).toBe(1);
  });
});

describe('an order at the shipping system', () => {
  it('goes from shipped over received and money on its way to complete', async () => {
    const { mini, paid, ship } = await paidOrder();
    const state = async () => (await mini.order(paid.transaction_id)).order_state;
    const states = [await state()];
    await ship();
    states.push(await state());

    await mini.sim('receive', { out_trade_no: 'MA1234567890ABCDEFGH' });
    states.push(await state());
    await mini.pass(60);
    states.push(await state());
    await mini.pass(60);
    states.push(await state());

    expect(states).toEqual([1, 2, 3, 6, 4]);
    await mini.sim('receive', { out_trade_no: 'MA1234567890ABCDEFGH' }, 409);
  });

  it('counts as received after ten days', async () => {
    const { mini, paid, ship } = await paidOrder();
    await ship();

    await mini.pass(10 * 86_400 - 60);
    const before = await mini.order(paid.transaction_id);
    await mini.pass(60);

    expect(before.order_state).toBe(2);
    expect((await mini.order(paid.transaction_id)).order_state).toBe(3);
  });

  it('is named in other words than at the upload', async () => {
    const { mini } = await paidOrder();
    const look = (body: Json) => mini.call('/wxa/sec/order/get_order', body).then(({ errcode }) => errcode);
    const mchid = mini.rig.config.WECHAT_PAY_MCH_ID;

    expect(await look({ merchant_id: mchid, merchant_trade_no: 'MA1234567890ABCDEFGH' })).toBe(0);
    expect(await look({ mchid, out_trade_no: 'MA1234567890ABCDEFGH' })).toBe(47001);
    expect(await look({ merchant_id: mchid })).toBe(10060014);
    expect(await look({ transaction_id: '4200' })).toBe(10060001);
  });

  it('stands in a list, page after page', async () => {
    const { mini, paid, ship } = await paidOrder();
    await ship();
    const other = await mini.paid('MB1234567890ABCDEFGH');
    const list = (body: Json) => mini.call('/wxa/sec/order/get_order_list', body);

    const first = await list({ page_size: 1 });
    const second = await list({ page_size: 1, last_index: first.last_index });
    const shipped = await list({ order_state: 2, openid: paid.openid });
    const early = await list({ pay_time_range: { begin_time: 1, end_time: 2 } });

    expect(first).toMatchObject({ has_more: true, order_list: [{ transaction_id: other.transaction_id }] });
    expect(second).toMatchObject({ has_more: false, order_list: [{ transaction_id: paid.transaction_id }] });
    expect(shipped.order_list).toEqual([expect.objectContaining({ transaction_id: paid.transaction_id })]);
    expect(early.order_list).toEqual([]);
    expect((await list({ last_index: 'nowhere' })).errcode).toBe(10060011);
    expect((await list({ page_size: 0 })).errcode).toBe(10060014);
  });

  it('is the same after a restart', async () => {
    const { mini, paid, ship } = await paidOrder();
    await ship();
    const before = await mini.books();

    await mini.rig.stop();
    await mini.rig.start();

    expect((await mini.books()).orders).toEqual(before.orders);
    expect(await ship()).toBe(10060023);
    expect((await mini.order(paid.transaction_id)).order_state).toBe(2);
  });
});

describe('the other shipping calls', () => {
  const TELL = '/wxa/sec/order/notify_confirm_receive';

  it('remind the shopper once of a parcel that has arrived', async () => {
    const { mini, paid, ship } = await paidOrder();
    const { transaction_id } = paid;
    const tell = (received_time?: number) =>
      mini.call(TELL, { transaction_id, received_time }).then(({ errcode }) => errcode);
    const { now } = await mini.rig.sim('clock', { advanceSeconds: 1 });
    const at = Math.floor(Date.parse(now) / 1000);

    const unshipped = await tell(at);
    await ship();
    await mini.pass(3600);
    const answers = [
      await tell(),
      await tell(at - 10),
      await tell(at + 9000),
      await tell(at + 1800),
      await tell(at + 1800),
    ];

    expect(unshipped).toBe(10060028);
    expect(answers).toEqual([10060029, 10060029, 10060029, 0, 10060030]);
  });

  it('remind nobody of what is no parcel', async () => {
    const { mini, paid, ship } = await paidOrder();
    await ship({ logistics_type: 4, shipping_list: [{ item_desc: '自提' }] });

    const { errcode } = await mini.call(TELL, { transaction_id: paid.transaction_id, received_time: 1 });

    expect(errcode).toBe(10060032);
  });

  it('tell whether the mini-program is one that trades', async () => {
    const mini = await startMiniRig();
    const { appid } = mini.app;
    const other = 'wx0000000000000000';

    expect(await mini.call('/wxa/sec/order/is_trade_managed', { appid })).toMatchObject({
      errcode: 0,
      is_trade_managed: true,
    });
    const path = '/wxa/sec/order/is_trade_management_confirmation_completed';
    expect(await mini.call(path, { appid })).toMatchObject({ errcode: 0, completed: true });
    expect((await mini.call(path, { appid: other })).errcode).toBe(40013);
  });

  it('set the page that a shipping message opens', async () => {
    const mini = await startMiniRig();

    const set = await mini.call('/wxa/sec/order/set_msg_jump_path', { path: 'pages/order/list' });
    const bad = await mini.call('/wxa/sec/order/set_msg_jump_path', {});

    expect([set.errcode, bad.errcode]).toEqual([0, 47001]);
    expect((await mini.books()).jump_path).toBe('pages/order/list');
  });

  it('know the express companies', async () => {
    const mini = await startMiniRig();

    const answer = await mini.call('/cgi-bin/express/delivery/open_msg/get_delivery_list', {});

    const list = answer.delivery_list as { delivery_id: string; delivery_name: string }[];
    expect(answer.count).toBe(list.length);
    expect(list.length).toBeGreaterThanOrEqual(30);
    expect(list).toContainEqual({ delivery_id: 'SF', delivery_name: '顺丰速运' });
  });

  it('mark a pre-sale, of which nobody is reminded before its day', async () => {
    const { mini, paid } = await paidOrder();
    const mark = (body: Json) =>
      mini.call('/wxa/sec/order/opspecialorder', body).then(({ errcode }) => errcode);
    const order_id = paid.transaction_id;
    const payTime = (await mini.order(order_id)).pay_time as number;

    const answers = [
      await mark({ order_id: '4200', type: 2 }),
      await mark({ order_id, type: 3 }),
      await mark({ order_id, type: 1, delay_to: payTime + 14 * 86_400 }),
      await mark({ order_id: 'MA1234567890ABCDEFGH', type: 2 }),
      await mark({ order_id, type: 1, delay_to: payTime + 20 * 86_400 }),
    ];
    await mini.pass(19 * 86_400);
    const before = mini.inbox.received.length;
    await mini.pass(86_400);

    expect(answers).toEqual([268546000, 268546001, 268546002, 0, 0]);
    expect(before).toBe(0);
    expect(mini.inbox.messages(mini.rig)).toHaveLength(1);
  });
});
