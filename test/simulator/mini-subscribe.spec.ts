import { describe, expect, it } from 'vitest';
import { type Json, type MiniRig, startMiniRig } from './mini-rig';

const PATH = '/cgi-bin/message/subscribe/send';

const SHIPPED = {
  thing1: { value: '云南普洱茶饼357克' },
  character_string2: { value: 'MA1234567890ABCDEFGH' },
  phrase3: { value: '中通快递' },
  character_string4: { value: '7300001' },
  time5: { value: '2026-01-02 13:29' },
};

/** Li has logged in and has allowed one message. */
async function subscribed() {
  const mini = await startMiniRig();
  const touser = await mini.rig.login('li');
  await mini.sim('subscribe', { name: 'li' });
  return { mini, touser };
}

function send(mini: MiniRig, touser: string, other: Json = {}) {
  return mini.call(PATH, {
    touser,
    template_id: mini.rig.config.WECHAT_TEMPLATE_SHIPPED,
    page: 'pages/order/detail?id=1',
    data: SHIPPED,
    miniprogram_state: 'formal',
    lang: 'zh_CN',
    ...other,
  });
}

async function messagesOf(mini: MiniRig, name: string): Promise<Json[]> {
  const answer = await fetch(`${mini.rig.url}/sim/phone-messages?name=${name}`);
  return ((await answer.json()) as { messages: Json[] }).messages;
}

describe('a subscribe message', () => {
  it('reaches the phone once for each tap on "allow"', async () => {
    const { mini, touser } = await subscribed();
    await mini.sim('subscribe', { name: 'li' });

    const answers = [await send(mini, touser), await send(mini, touser), await send(mini, touser)];

    expect(answers.map(({ errcode }) => errcode)).toEqual([0, 0, 43101]);
    expect(await messagesOf(mini, 'li')).toHaveLength(2);
    expect((await messagesOf(mini, 'li'))[0]).toMatchObject({
      openid: touser,
      page: 'pages/order/detail?id=1',
      data: { thing1: '云南普洱茶饼357克', phrase3: '中通快递' },
    });
    expect(await messagesOf(mini, 'wang')).toEqual([]);
  });

  it('does not reach whoever has said no since', async () => {
    const { mini, touser } = await subscribed();

    const { left } = await mini.sim('subscribe', { name: 'li', deny: true });

    expect(left).toBe(0);
    expect((await send(mini, touser)).errcode).toBe(43101);
  });

  it('is one at a time for each shopper', async () => {
    const { mini, touser } = await subscribed();
    await mini.sim('subscribe', { name: 'li', times: 5 });
    await mini.stableToken();

    const answers = await Promise.all([send(mini, touser), send(mini, touser)]);

    expect(answers.map(({ errcode }) => errcode).toSorted()).toEqual([0, 43108]);
    expect((await send(mini, touser)).errcode).toBe(0);
  });

  it('of another template is sent when that has been taught', async () => {
    const { mini, touser } = await subscribed();
    const other = { template_id: 'refunded', data: { amount1: { value: '¥129.90' } } };
    const before = await send(mini, touser, other);
    await mini.sim('template', { template_id: 'refunded', keys: ['amount1'] });
    await mini.sim('subscribe', { name: 'li', template_id: 'refunded', times: 2 });

    const sent = await send(mini, touser, other);
    await mini.sim('template', { template_id: 'refunded', keys: ['amount1'], banned: true });

    expect(before.errcode).toBe(40037);
    expect(sent.errcode).toBe(0);
    expect((await send(mini, touser, other)).errcode).toBe(43107);
  });

  it.each([
    [{ touser: 'oNobody' }, 40003],
    [{ touser: undefined }, 40003],
    [{ template_id: undefined }, 40037],
    [{ page: '' }, 41030],
    [{ page: 'https://elsewhere' }, 41030],
    [{ miniprogram_state: 'release' }, 40097],
    [{ lang: 'de' }, 40097],
    [{ data: { ...SHIPPED, thing1: { value: '一'.repeat(21) } } }, 47003],
    [{ data: { ...SHIPPED, thing1: { value: '赌博' } } }, 45168],
  ])('is refused with %j: %i', async (other, errcode) => {
    const { mini, touser } = await subscribed();

    expect((await send(mini, touser, other)).errcode).toBe(errcode);
    expect((await send(mini, touser)).errcode).toBe(0);
  });

  it.each([
    [{ ...SHIPPED, character_string4: { value: '单号1' } }, 'character_string4'],
    [{ ...SHIPPED, time5: '2026-01-02 13:29' }, 'time5'],
    [{ ...SHIPPED, phrase3: undefined }, 'phrase3'],
    [{ ...SHIPPED, thing9: { value: 'x' } }, 'thing9'],
    [[], 'thing1'],
  ])('that breaks its template names the key', async (data, key) => {
    const { mini, touser } = await subscribed();

    const { errcode, errmsg } = await send(mini, touser, { data });

    expect(errcode).toBe(47003);
    expect(errmsg).toContain(`data.${key}.value`);
  });

  it('is told to the merchant: what the shopper chose, and that it has arrived', async () => {
    const { mini, touser } = await subscribed();
    await send(mini, touser);

    await mini.pass(1);

    const TemplateId = mini.rig.config.WECHAT_TEMPLATE_SHIPPED;
    expect(mini.inbox.messages(mini.rig)).toEqual([
      expect.objectContaining({
        Event: 'subscribe_msg_popup_event',
        FromUserName: touser,
        List: [{ TemplateId, SubscribeStatusString: 'accept', PopupScene: '0' }],
      }),
      expect.objectContaining({
        Event: 'subscribe_msg_sent_event',
        FromUserName: touser,
        List: [expect.objectContaining({ TemplateId, ErrorCode: '0', ErrorStatus: 'success' })],
      }),
    ]);
  });

  it('is remembered after a restart, and so is what is still allowed', async () => {
    const { mini, touser } = await subscribed();
    await mini.sim('subscribe', { name: 'li' });
    await send(mini, touser);

    await mini.rig.stop();
    await mini.rig.start();

    expect(await messagesOf(mini, 'li')).toHaveLength(1);
    expect((await send(mini, touser)).errcode).toBe(0);
    expect((await send(mini, touser)).errcode).toBe(43101);
  });

  it.each([
    { route: 'subscribe', body: { name: 'li', template_id: 'nobody taught this' }, status: 404 },
    { route: 'subscribe', body: { name: 'li', times: 0 }, status: 400 },
    { route: 'template', body: { template_id: 't', keys: ['things1'] }, status: 400 },
    { route: 'template', body: { template_id: 't', keys: [] }, status: 400 },
  ])('is not set up by %j', async ({ route, body, status }) => {
    const mini = await startMiniRig();

    await mini.sim(route, body, status);
  });
});
