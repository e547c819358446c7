import { verifyV2 } from '@app/wechat';
import { describe, expect, it } from 'vitest';
import { ACK, startRig, Webhook } from './rig';

const ENDPOINT = { endpoint: 'unifiedorder' };

async function faulty(kind: string, times?: number) {
  const rig = await startRig();
  const terms = rig.terms(await rig.login());
  await rig.sim('fault', { ...ENDPOINT, kind, times });
  const send = (signal?: AbortSignal) =>
    fetch(`${rig.url}/pay/unifiedorder`, { method: 'POST', body: bodyOf(), redirect: 'manual', signal });
  const bodyOf = () => {
    const fields = Object.entries(rig.signed(terms));
    return `<xml>${fields.map(([name, value]) => `<${name}>${value}</${name}>`).join('')}</xml>`;
  };
  const orders = async () => (await rig.books()).orders.length;
  return { rig, terms, send, orders };
}

describe('faults', () => {
  it.each([
    ['http500', 500, /Internal Server Error/],
    ['empty', 200, /^$/],
    ['html', 200, /<html>/],
    ['redirect', 302, /^$/],
    ['systemError', 200, /SYSTEMERROR/],
  ])('%s does nothing', async (kind, status, body) => {
    const { send, orders } = await faulty(kind);

    const answer = await send();

    expect(answer.status).toBe(status);
    expect(await answer.text()).toMatch(body);
    expect(await orders()).toBe(0);
  });

  it('reset does nothing and breaks the connection', async () => {
    const { send, orders } = await faulty('reset');

    await expect(send()).rejects.toThrow('fetch failed');
    expect(await orders()).toBe(0);
  });

  it('timeout does nothing and never answers', async () => {
    const { send, orders } = await faulty('timeout');

    await expect(send(AbortSignal.timeout(500))).rejects.toThrow('timeout');
    expect(await orders()).toBe(0);
  });

  it('lostAnswer does the work and breaks the connection', async () => {
    const { rig, terms, send, orders } = await faulty('lostAnswer');

    await expect(send()).rejects.toThrow('fetch failed');
    expect(await orders()).toBe(1);
    expect((await rig.pay('/pay/unifiedorder', terms)).result_code).toBe('SUCCESS');
  });

  it('truncated does the work and says half of it', async () => {
    const { send, orders } = await faulty('truncated');

    expect(await (await send()).text()).not.toContain('</xml>');
    expect(await orders()).toBe(1);
  });

  it('badSign does the work, and the answer cannot be verified', async () => {
    const { rig, terms } = await faulty('badSign');

    await expect(rig.pay('/pay/unifiedorder', terms)).rejects.toThrow('not signed');
  });

  it('foreignAppid does the work and signs as somebody else', async () => {
    const { rig, terms } = await faulty('foreignAppid');

    const answer = await rig.pay('/pay/unifiedorder', terms);

    expect(answer.appid).not.toBe(rig.config.WECHAT_APP_ID);
  });

  it('slow does the work, later', async () => {
    const { send, orders } = await faulty('slow');

    await expect(send(AbortSignal.timeout(1000))).rejects.toThrow('timeout');
    expect(await orders()).toBe(1);
  });

  it('come as often as they were asked for, for ever, or no more', async () => {
    const { rig, send } = await faulty('http500', 2);
    const three = [(await send()).status, (await send()).status, (await send()).status];
    await rig.sim('fault', { ...ENDPOINT, kind: 'http500', times: -1 });
    const forever = [(await send()).status, (await send()).status];
    await rig.sim('fault', { ...ENDPOINT, kind: 'none' });

    expect(three).toEqual([500, 500, 200]);
    expect(forever).toEqual([500, 500]);
    expect((await send()).status).toBe(200);
  });

  it('befall logins', async () => {
    const rig = await startRig();
    await rig.sim('fault', { endpoint: 'jscode2session', kind: 'systemError' });

    expect((await rig.session('user:li:1')).errcode).toBe(-1);
    expect((await rig.session('user:li:1')).openid).toBeTruthy();
  });

  it('befall notices: dropped, or with a sign that is not ours', async () => {
    const rig = await startRig();
    const webhook = await Webhook.listen();
    const { prepay_id } = await rig.ordered({ notify_url: webhook.url });
    await rig.sim('fault', { endpoint: 'notify', kind: 'drop' });

    const { notified } = await rig.sim('pay', { prepay_id });
    webhook.answer = { status: 500 };
    await rig.sim('fault', { endpoint: 'notify', kind: 'badSign' });
    await rig.sim('clock', { advanceSeconds: 15 });
    webhook.answer = { body: ACK };
    await rig.sim('clock', { advanceSeconds: 15 });

    expect(notified).toEqual([{ status: 0, body: '', error: 'dropped' }]);
    const verified = webhook.received.map((notice) => verifyV2(notice, rig.config.WECHAT_PAY_V2_KEY));
    expect(verified).toEqual([false, true]);
  });

  it.each([
    { endpoint: 'nowhere', kind: 'reset' },
    { endpoint: 'refund', kind: 'drop' },
    { endpoint: 'jscode2session', kind: 'badSign' },
    { endpoint: 'notify', kind: 'timeout' },
    { endpoint: 'refund', kind: 'explode' },
  ])('do not exist: %j', async (fault) => {
    const rig = await startRig();

    await rig.sim('fault', fault, 400);
  });
});
