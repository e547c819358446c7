import { describe, expect, it } from 'vitest';
import { startMiniRig } from './mini-rig';

const CALL = '/wxa/sec/order/is_trade_managed';

describe('the stable access token', () => {
  it('is one for all who ask, and counts down on the common clock', async () => {
    const mini = await startMiniRig();
    const first = await mini.stableToken();

    await mini.pass(1000);
    const second = await mini.stableToken({ force_refresh: false });

    expect(first.access_token).toMatch(/^[\w-]{100,512}$/);
    expect(first.expires_in).toBeGreaterThan(7190);
    expect(first.expires_in).toBeLessThanOrEqual(7200);
    expect(second.access_token).toBe(first.access_token);
    expect(first.expires_in! - second.expires_in!).toBeGreaterThanOrEqual(1000);
  });

  it('is renewed in its last five minutes, and the old one works for five more', async () => {
    const mini = await startMiniRig();
    const { access_token: old } = await mini.stableToken();
    await mini.pass(6950);

    const renewed = await mini.stableToken();
    await mini.pass(280);
    const beside = await mini.call(CALL, { appid: mini.app.appid }, old);
    await mini.pass(30);
    const after = await mini.call(CALL, { appid: mini.app.appid }, old);

    expect(renewed.access_token).not.toBe(old);
    expect(renewed.expires_in).toBeGreaterThan(7190);
    expect(beside.errcode).toBe(0);
    expect(after.errcode).toBe(42001);
    expect((await mini.call(CALL, { appid: mini.app.appid }, renewed.access_token)).errcode).toBe(0);
  });

  it('that is forced kills the old one at once, not twice in half a minute nor 21 times a day', async () => {
    const mini = await startMiniRig();
    await mini.passUntilMidday();
    const { access_token: old } = await mini.stableToken();

    const forced = await mini.stableToken({ force_refresh: true });
    const tooSoon = await mini.stableToken({ force_refresh: true });
    const dead = await mini.call(CALL, { appid: mini.app.appid }, old);
    for (let count = 1; count < 20; count += 1) {
      await mini.pass(30);
      await mini.stableToken({ force_refresh: true });
    }
    await mini.pass(30);
    const tooMany = await mini.stableToken({ force_refresh: true });
    await mini.pass(86_400);

    expect(forced.access_token).not.toBe(old);
    expect(tooSoon.errcode).toBe(45011);
    expect(dead.errcode).toBe(40001);
    expect(tooMany.errcode).toBe(45009);
    expect((await mini.stableToken({ force_refresh: true })).access_token).toBeTruthy();
  });

  it.each([
    [{ grant_type: 'authorization_code' }, 40002],
    [{ appid: '' }, 41002],
    [{ appid: 'wx0000000000000000' }, 40013],
    [{ secret: undefined }, 41004],
    [{ secret: 'wrong' }, 40125],
    [{ force_refresh: 'true' }, 47001],
  ])('is refused to %j with %i', async (other, errcode) => {
    const mini = await startMiniRig();

    expect((await mini.stableToken(other)).errcode).toBe(errcode);
  });

  it('is made by a POST of JSON', async () => {
    const mini = await startMiniRig();
    const form = new URLSearchParams({ grant_type: 'client_credential', ...mini.app }).toString();

    expect((await mini.get('/cgi-bin/stable_token')).errcode).toBe(43002);
    expect((await mini.post('/cgi-bin/stable_token', form)).errcode).toBe(47001);
    expect((await mini.post('/cgi-bin/stable_token', '[]')).errcode).toBe(47001);
  });
});

describe('every other call', () => {
  it('shows a token that is there, known and alive', async () => {
    const mini = await startMiniRig();
    const { access_token } = await mini.stableToken();

    expect((await mini.post(CALL, 'no JSON')).errcode).toBe(41001);
    expect((await mini.call(CALL, mini.app, 'nobody')).errcode).toBe(40001);
    expect((await mini.call(CALL, 'no JSON', access_token)).errcode).toBe(47001);
    expect((await mini.call(CALL, { appid: mini.app.appid }, access_token)).errcode).toBe(0);
  });

  it('hears 42001 when all tokens are spoilt, until a new one is fetched', async () => {
    const mini = await startMiniRig();
    const { access_token } = await mini.stableToken();

    await mini.sim('access-token', { expire: true });
    const spoilt = await mini.call(CALL, { appid: mini.app.appid }, access_token);

    expect(spoilt.errcode).toBe(42001);
    expect((await mini.call(CALL, { appid: mini.app.appid })).errcode).toBe(0);
  });

  it('finds its token again after a restart', async () => {
    const mini = await startMiniRig();
    const { access_token } = await mini.stableToken();

    await mini.rig.stop();
    await mini.rig.start();

    expect((await mini.stableToken()).access_token).toBe(access_token);
    expect((await mini.call(CALL, { appid: mini.app.appid }, access_token)).errcode).toBe(0);
  });
});

describe('bad days', () => {
  it.each([
    ['tokenExpired', 42001],
    ['tokenInvalid', 40001],
    ['tooFrequent', 45011],
    ['busy', -1],
    ['systemError', -1],
  ])('%s is said as %i, and nothing is done', async (kind, errcode) => {
    const mini = await startMiniRig();
    await mini.sim('fault', { endpoint: 'getuserphonenumber', kind });
    const send = () => mini.call('/wxa/business/getuserphonenumber', { code: 'phone:13800138000:1' });

    const first = await send();
    const second = await send();

    expect(first.errcode).toBe(errcode);
    expect(second.errcode).toBe(0);
  });

  it('a lost answer has done its work', async () => {
    const mini = await startMiniRig();
    const { access_token } = await mini.stableToken();
    await mini.sim('fault', { endpoint: 'getuserphonenumber', kind: 'lostAnswer' });
    const send = () =>
      mini.call('/wxa/business/getuserphonenumber', { code: 'phone:13800138000:1' }, access_token);

    await expect(send()).rejects.toThrow('fetch failed');
    expect((await send()).errcode).toBe(40029);
  });

  it('have no expired token where one is fetched', async () => {
    const mini = await startMiniRig();

    await mini.sim('fault', { endpoint: 'stableToken', kind: 'tokenExpired' }, 400);
    await mini.sim('fault', { endpoint: 'stableToken', kind: 'busy' });

    expect((await mini.stableToken()).errcode).toBe(-1);
  });
});
