import { describe, expect, it } from 'vitest';
import { startRig } from './rig';

describe('code2Session', () => {
  it('tells once who stands behind a code', async () => {
    const rig = await startRig();
    const { code } = await rig.sim('login', { name: '小李' });

    const first = await rig.session(code);
    const second = await rig.session(code);

    expect(first.openid).toMatch(/^o[\w-]{27}$/);
    expect(Buffer.from(first.session_key ?? '', 'base64')).toHaveLength(16);
    expect(second.errcode).toBe(40163);
  });

  it('keeps one openid for one name, another for another', async () => {
    const rig = await startRig();

    expect(await rig.login('li')).toBe(await rig.login('li'));
    expect(await rig.login('li')).not.toBe(await rig.login('wang'));
  });

  it('takes any user:<name>:<nonce> once', async () => {
    const rig = await startRig();

    expect((await rig.session('user:li:1')).openid).toBe(await rig.login('li'));
    expect((await rig.session('user:li:1')).errcode).toBe(40163);
    expect((await rig.session('user:li:2')).openid).toBeTruthy();
  });

  it('lets devtools in with a mock code any number of times, until it is told to be strict', async () => {
    const rig = await startRig();
    const mock = 'the code is a mock one';

    const [first, second, other] = [
      await rig.session(mock),
      await rig.session(mock),
      await rig.session('0a1b2c3d'),
    ];
    await rig.sim('strict', { on: true });

    expect(first.openid).toBe(second.openid);
    expect(other.openid).toBe(first.openid);
    expect((await rig.session(mock)).errcode).toBe(40029);
    expect((await rig.session('0a1b2c3d')).errcode).toBe(40029);
  });

  it('forgets a code after five minutes of the common clock', async () => {
    const rig = await startRig();
    const { code } = await rig.sim('login', { name: 'li' });

    await rig.sim('clock', { advanceSeconds: 301 });

    expect((await rig.session(code)).errcode).toBe(40029);
  });

  it('reads a code that carries other parameters as one code, and two codes as none', async () => {
    const rig = await startRig();
    await rig.sim('strict', { on: true });

    expect((await rig.session('user:li:1&appid=wx0000000000000000')).openid).toBe(await rig.login('li'));
    expect((await rig.session(['user:li:3', 'user:li:4'])).errcode).toBe(40029);
  });

  it('misses a code', async () => {
    const rig = await startRig();

    expect((await rig.session('')).errcode).toBe(41008);
  });

  it.each([
    [{ appid: '' }, 41002],
    [{ appid: 'wx0000000000000000' }, 40013],
    [{ secret: '' }, 41004],
    [{ secret: 'wrong' }, 40125],
    [{ grant_type: '' }, 40002],
  ])('refuses %j with %i', async (other, errcode) => {
    const rig = await startRig();

    expect((await rig.session('user:li:1', other)).errcode).toBe(errcode);
  });
});
