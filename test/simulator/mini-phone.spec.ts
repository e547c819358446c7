import { describe, expect, it } from 'vitest';
import { type MiniRig, startMiniRig } from './mini-rig';

const PATH = '/wxa/business/getuserphonenumber';

async function codeOf(mini: MiniRig, phone = '13800138000', name = 'li'): Promise<string> {
  return (await mini.sim('phone', { name, phone })).code as string;
}

describe('getPhoneNumber', () => {
  it('tells once whose number stands behind a code', async () => {
    const mini = await startMiniRig();
    const code = await codeOf(mini);

    const first = await mini.call(PATH, { code });
    const second = await mini.call(PATH, { code });

    expect(first).toEqual({
      errcode: 0,
      errmsg: 'ok',
      phone_info: {
        phoneNumber: '13800138000',
        purePhoneNumber: '13800138000',
        countryCode: '86',
        watermark: { timestamp: expect.any(Number), appid: mini.app.appid },
      },
    });
    expect(second.errcode).toBe(40029);
  });

  it.each([
    ['phone:13800138000:1', { phoneNumber: '13800138000', countryCode: '86' }],
    [
      'phone:852-61234567:1',
      { phoneNumber: '+85261234567', purePhoneNumber: '61234567', countryCode: '852' },
    ],
    [
      'phone:+1 2025550123:x',
      { phoneNumber: '+12025550123', purePhoneNumber: '2025550123', countryCode: '1' },
    ],
  ])('takes the scripted code %s once', async (code, info) => {
    const mini = await startMiniRig();

    expect((await mini.call(PATH, { code })).phone_info).toMatchObject(info);
    expect((await mini.call(PATH, { code })).errcode).toBe(40029);
  });

  it('forgets a code after five minutes of the common clock', async () => {
    const mini = await startMiniRig();
    const code = await codeOf(mini);

    await mini.pass(301);

    expect((await mini.call(PATH, { code })).errcode).toBe(40029);
  });

  it('looks at the pair of code and openid where it is given one, and spends nothing on a wrong one', async () => {
    const mini = await startMiniRig();
    const [li, wang] = [await mini.rig.login('li'), await mini.rig.login('wang')];
    const code = await codeOf(mini);

    const other = await mini.call(PATH, { code, openid: wang });
    const own = await mini.call(PATH, { code, openid: li });
    const nobody = await mini.call(PATH, { code: 'phone:13800138000:1', openid: 'oNobody' });
    const scripted = await mini.call(PATH, { code: 'phone:13800138000:1', openid: wang });

    expect([other.errcode, own.errcode, nobody.errcode, scripted.errcode]).toEqual([40003, 0, 40003, 0]);
  });

  it.each([
    [{}, 40029],
    [{ code: 7 }, 40029],
    [{ code: 'user:li:1' }, 40029],
    [{ code: 'phone:abc:1' }, 40029],
    ['code=phone%3A13800138000%3A1', 47001],
  ])('refuses %j with %i', async (body, errcode) => {
    const mini = await startMiniRig();

    expect((await mini.call(PATH, body)).errcode).toBe(errcode);
  });

  it('keeps used codes used after a restart', async () => {
    const mini = await startMiniRig();
    const [spent, fresh] = [await codeOf(mini), await codeOf(mini)];
    await mini.call(PATH, { code: spent });

    await mini.rig.stop();
    await mini.rig.start();

    expect((await mini.call(PATH, { code: spent })).errcode).toBe(40029);
    expect((await mini.call(PATH, { code: fresh })).errcode).toBe(0);
  });

  it.each([{ name: 'li', phone: '+85261234567' }, { name: 'li' }, { phone: '13800138000' }])(
    'gives no code for %j',
    async (body) => {
      const mini = await startMiniRig();

      await mini.sim('phone', body, 400);
    },
  );
});
