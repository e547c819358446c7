import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { type Rig, startRig } from './rig';

/** By this Host, as another device asks for it. */
async function page(rig: Rig, prepayId: string, host = new URL(rig.url).host): Promise<string> {
  const { statusCode, headers, body } = await request(`${rig.url}/cashier/${prepayId}`, {
    headers: { host },
  });
  expect(statusCode).toBe(200);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  return body.text();
}

describe('the cashier', () => {
  it('shows shop, goods, amount, the three buttons, and a QR code where another device can open it', async () => {
    const rig = await startRig({ SHOP_NAME: '茶 & 铺' });
    const { prepay_id } = await rig.ordered({ body: '<b>茶</b>', total_fee: '1999' });

    const html = await page(rig, prepay_id, '192.168.1.5:3001');
    const here = await page(rig, prepay_id);

    expect(html).toContain('茶 &amp; 铺');
    expect(html).toContain('&lt;b&gt;茶&lt;/b&gt;');
    expect(html).toContain('19.99');
    expect(html).toContain('<svg');
    expect(here).not.toContain('<svg');
    expect(html).toContain('id="pay"');
    expect(html).toContain('id="cancel"');
    expect(html).toContain('id="fail"');
  });

  it('tells paid, closed, expired and unknown apart', async () => {
    const rig = await startRig();
    const paid = await rig.ordered({ out_trade_no: 'PAID0001', time_expire: '' });
    const closed = await rig.ordered({ out_trade_no: 'CLOSED01', time_expire: '' });
    const expired = await rig.ordered({ out_trade_no: 'EXPIRED1' });
    await rig.sim('pay', { prepay_id: paid.prepay_id });
    await rig.sim('clock', { advanceSeconds: 1801 });
    await rig.pay('/pay/closeorder', { out_trade_no: 'CLOSED01' });

    const states = async (id: string) => [
      /data-state="(\w+)"/.exec(await page(rig, id))?.[1],
      await (await fetch(`${rig.url}/cashier/${id}/state`)).json(),
    ];

    expect(await states(paid.prepay_id)).toEqual(['paid', { state: 'paid' }]);
    expect(await states(closed.prepay_id)).toEqual(['closed', { state: 'closed' }]);
    expect(await states(expired.prepay_id)).toEqual(['expired', { state: 'expired' }]);
    expect(await states('wx"><script>')).toEqual(['unknown', { state: 'unknown' }]);
  });

  it('is announced on the first page of the simulator', async () => {
    const rig = await startRig();

    expect(await (await fetch(rig.url)).text()).toContain('GET  /cashier/<prepay_id>');
  });
});
