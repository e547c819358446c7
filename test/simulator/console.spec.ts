import { describe, expect, it } from 'vitest';
import type { StateDto } from '../../apps/wechat/src/console.dto';
import { ACK, type Rig, startRig, Webhook } from './rig';

async function state(rig: Rig, query = ''): Promise<StateDto> {
  return (await fetch(`${rig.url}/sim/state${query}`)).json() as Promise<StateDto>;
}

async function shop() {
  const rig = await startRig();
  const webhook = await Webhook.listen();
  const { prepay_id, out_trade_no } = await rig.ordered({ notify_url: webhook.url });
  return { rig, webhook, prepay_id, out_trade_no };
}

/** Orders ORDER0, ORDER1, … of one shopper, oldest first. */
async function orders(rig: Rig, count: number): Promise<void> {
  const openid = await rig.login();
  for (let index = 0; index < count; index += 1)
    await rig.pay('/pay/unifiedorder', rig.terms(openid, { out_trade_no: `ORDER${index}` }));
}

describe('the console', () => {
  it('is one page that takes nothing from elsewhere, and its shop’s name as a name', async () => {
    const rig = await startRig({ SHOP_NAME: '茶 & <b>铺</b>' });

    const answer = await fetch(`${rig.url}/console`);
    const html = await answer.text();

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; connect-src 'self';/,
    );
    expect(html).toContain('<h1>茶 &amp; &lt;b&gt;铺&lt;/b&gt;</h1>');
    expect(html).not.toMatch(/https?:\/\//);
  });

  it('is where a browser is led that opens the simulator’s address; curl reads the guide', async () => {
    const rig = await startRig();

    const browser = await fetch(rig.url, { headers: { accept: 'text/html,*/*' }, redirect: 'manual' });
    const curl = await fetch(rig.url, { headers: { accept: '*/*' } });

    expect([browser.status, browser.headers.get('location')]).toEqual([302, '/console']);
    expect(curl.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await curl.text()).toContain('GET  /console');
    expect(await (await fetch(`${rig.url}/guide`)).text()).toContain('POST /sim/pay');
  });
});

describe('the state', () => {
  it('has the newest orders first, as many as were asked for, and finds a part of a number', async () => {
    const rig = await startRig();
    await orders(rig, 12);

    const all = await state(rig);
    const newest = await state(rig, '?limit=2');
    const found = await state(rig, '?search=r1');

    expect(all.orders).toHaveLength(12);
    expect(newest.orders.map((order) => order.out_trade_no)).toEqual(['ORDER11', 'ORDER10']);
    expect(newest.counts).toEqual({ orders: 12, found: 12 });
    expect(found.orders.map((order) => order.out_trade_no)).toEqual(['ORDER11', 'ORDER10', 'ORDER1']);
    expect(found.counts).toEqual({ orders: 12, found: 3 });
  });

  it('tells of an order all that happened to it', async () => {
    const { rig, webhook, prepay_id, out_trade_no } = await shop();
    webhook.answer = { status: 500, body: 'x'.repeat(999) };
    await rig.sim('pay', { prepay_id });
    webhook.answer = { body: ACK };
    await rig.sim('notify', { out_trade_no, copies: 30 });
    await rig.pay('/secapi/pay/refund', {
      out_trade_no,
      out_refund_no: 'R1',
      total_fee: '12990',
      refund_fee: '990',
    });

    const [order] = (await state(rig)).orders;

    expect(order).toMatchObject({ name: 'li', state: 'paid', trade_state: 'REFUND', total_fee: 12990 });
    expect(order!.payments).toMatchObject([
      { total_fee: 12990, acknowledged: true, delivered: 31, refunds: [{ out_refund_no: 'R1' }] },
    ]);
    expect(order!.payments[0]!.deliveries).toHaveLength(20);
    expect(JSON.stringify(order)).not.toContain('x'.repeat(201));
  });

  it('knows the shop, its time, who signs and how strict logins are', async () => {
    const rig = await startRig({ SHOP_NAME: '茶铺' });
    const before = await state(rig);
    await rig.sim('clock', { advanceSeconds: 3600 });
    await rig.sim('sign', { with: 'mixed' });
    await rig.sim('strict', { on: true });

    const after = await state(rig);

    expect(before).toMatchObject({
      shop_name: '茶铺',
      offset_seconds: 0,
      strict: false,
      notice_signer: 'public_key',
    });
    expect(after).toMatchObject({ offset_seconds: 3600, strict: true, notice_signer: 'mixed' });
    expect(Date.parse(after.now) - Date.parse(before.now)).toBeGreaterThanOrEqual(3_600_000);
  });

  it.each(['?limit=0', '?limit=201', '?limit=many', `?search=${'A'.repeat(33)}`])(
    'refuses %s',
    async (query) => {
      const rig = await startRig();

      expect((await fetch(`${rig.url}/sim/state${query}`)).status).toBe(400);
    },
  );
});

describe('a try that moves no money', () => {
  it('is written down; the order stays as it is and can be paid', async () => {
    const { rig, prepay_id, webhook } = await shop();

    await rig.sim('cancel', { prepay_id });
    await rig.sim('fail', { prepay_id: `prepay_id=${prepay_id}` });
    const [before] = (await rig.books()).orders;
    await rig.stop();
    await rig.start();
    const [after] = (await rig.books()).orders;
    await rig.sim('pay', { prepay_id });

    expect(before!.trade_state).toBe('NOTPAY');
    expect(before!.tries.map(({ outcome }) => outcome)).toEqual(['cancelled', 'failed']);
    expect(after).toEqual(before);
    expect(webhook.received).toHaveLength(1);
  });

  it('needs something that can be paid', async () => {
    const { rig, prepay_id } = await shop();
    await rig.sim('pay', { prepay_id });

    await rig.sim('cancel', { prepay_id }, 409);
    await rig.sim('fail', { prepay_id }, 409);
    await rig.sim('cancel', { prepay_id: 'wx123' }, 404);
    await rig.sim('fail', {}, 400);

    expect((await rig.books()).orders[0]!.tries).toEqual([]);
  });
});

describe('a notice', () => {
  it('sets out later where the payer’s WeChat is slow, and then climbs the ladder', async () => {
    const { rig, webhook, prepay_id } = await shop();
    webhook.answer = { status: 500 };

    const paid = await rig.sim('pay', { prepay_id, delaySeconds: 600 });
    await rig.sim('clock', { advanceSeconds: 590 });
    const early = webhook.received.length;
    await rig.stop();
    await rig.start();
    await rig.sim('clock', { advanceSeconds: 10 });
    const due = webhook.received.length;
    webhook.answer = { body: ACK };
    await rig.sim('clock', { advanceSeconds: 15 });

    expect(paid.notified).toEqual([]);
    expect([early, due, webhook.received.length]).toEqual([0, 1, 2]);
    expect((await rig.books()).transactions[0]).toMatchObject({ acknowledged: true });
  });

  it('never sets out where it is lost, but the payment can be asked for', async () => {
    const { rig, webhook, prepay_id, out_trade_no } = await shop();

    const paid = await rig.sim('pay', { prepay_id, lost: true });
    await rig.sim('clock', { advanceSeconds: 2 * 86_400 });

    expect(paid.notified).toEqual([]);
    expect(webhook.received).toEqual([]);
    expect((await rig.pay('/pay/orderquery', { out_trade_no })).trade_state).toBe('SUCCESS');
    const [payment] = (await rig.books()).transactions;
    expect(payment).toMatchObject({ acknowledged: false, notice_lost: true });
    expect(payment).not.toHaveProperty('next_delivery_at');
  });
});
