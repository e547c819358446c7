import { AppConfig, Random } from '@app/common';
import { Logger } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MiniProgramHost } from '../../../test/given/mini-program-host';
import { TokenShelf } from '../../../test/given/token-shelf';
import { AccessTokenService } from './access-token.service';
import { MiniProgramClient } from './mini-program-client';
import { PhoneNumberApi } from './phone-number-api';
import { ShippingInfoApi } from './shipping-info-api';
import { SubscribeMessageApi } from './subscribe-message-api';
import { WeChatHttp } from './wechat-http';

const APP_ID = 'wx0f3a5c7e9b1d2468';
const OPENID = 'oTEST0aBcDeFgHiJkLmNoPqRsTu1';
const PATH = '/wxa/anything';
const STABLE_TOKEN = '/cgi-bin/stable_token';
const CALL_MS = 1000;

let host: MiniProgramHost;
let config: AppConfig;
let http: WeChatHttp;
let client: MiniProgramClient;

beforeAll(async () => {
  Logger.overrideLogger(false);
  host = await MiniProgramHost.open(APP_ID);
  config = AppConfig.from({ WECHAT_API_URL: host.url, WECHAT_APP_ID: APP_ID });
  http = new WeChatHttp(config, new Random(), { callMs: CALL_MS, pauseMs: 1 });
});

beforeEach(() => {
  client = new MiniProgramClient(
    config,
    http,
    new AccessTokenService(config, http, new TokenShelf(), new Random()),
  );
});

afterEach(() => {
  host.forget();
  vi.restoreAllMocks();
});

afterAll(async () => {
  await http.onApplicationShutdown();
  await host.close();
});

const ask = () => client.ask({ path: PATH, fields: { a: 1, b: undefined } });
const times = (path: string) => host.askedOf(path).length;

const SEND = '/cgi-bin/message/subscribe/send';
const phones = () => new PhoneNumberApi(config, client);
const api = () => new ShippingInfoApi(config, client);

function send(data: Record<string, string>) {
  return new SubscribeMessageApi(client).sendSubscribeMessage({ openid: OPENID, templateId: 'T1', data });
}

describe('a call that carries the access token', () => {
  it('is a POST of JSON, with the token in its address and no null', async () => {
    expect(await ask()).toEqual({ kind: 'ok', value: { errcode: 0, errmsg: 'ok' } });

    const [asked] = host.askedOf(PATH);
    expect(asked?.body).toEqual({ a: 1 });
    expect([...asked!.query]).toEqual([['access_token', host.token]]);
  });

  it.each([40001, 40014, 42001])(
    'whose token is refused with %i is repeated once, with another',
    async (errcode) => {
      await ask();
      host.replaceToken();
      host.next(PATH, { errcode, errmsg: 'invalid credential' });

      expect((await ask()).kind).toBe('ok');
      expect(times(STABLE_TOKEN)).toBe(2);
      expect(times(PATH)).toBe(3);
    },
  );

  it('says nothing of what was asked where the other token is refused too', async () => {
    host.next(PATH, { errcode: 40001 }, { errcode: 40001 }, { errcode: 0 });

    expect(await ask()).toEqual({ kind: 'unknown', cause: 'access token refused: 40001' });
    expect(times(PATH)).toBe(2);
  });

  it('is not made without a token', async () => {
    host.next(STABLE_TOKEN, { errcode: 40164 });

    expect(await ask()).toEqual({ kind: 'unknown', cause: 'no access token: 40164' });
    expect(times(PATH)).toBe(0);
  });

  it('waits for a token no longer than its own deadline', async () => {
    host.next(STABLE_TOKEN, () => undefined);
    const start = performance.now();

    expect(await ask()).toEqual({
      kind: 'unknown',
      cause: expect.stringMatching(/^timeout|no access token/),
    });

    expect(performance.now() - start).toBeLessThan(CALL_MS + 1000);
  });

  it('is tried again once when WeChat is busy', async () => {
    host.next(PATH, { errcode: -1 });

    expect((await ask()).kind).toBe('ok');
    expect(times(PATH)).toBe(2);
  });

  it.each<[string, (response: ServerResponse) => unknown]>([
    ['no answer at all', () => undefined],
    ['a reset', (response) => response.destroy()],
    ['half a body', (response) => response.end('{"errcode":0')],
    ['HTML', (response) => response.writeHead(502).end('<html></html>')],
    ['a redirect', (response) => response.writeHead(302, { location: '/' }).end('{"errcode":0}')],
  ])('[F18] is unknown after %s, and not made twice', async (_what, answer) => {
    host.next(PATH, (_asked: unknown, response: ServerResponse) => answer(response));

    expect((await ask()).kind).toBe('unknown');
    expect(times(PATH)).toBe(1);
  });

  it('[D1-22] leaves neither token nor openid in a log or an outcome', async () => {
    const warn = vi.spyOn(Logger.prototype, 'warn');
    host.next(PATH, { errcode: 40003, errmsg: `invalid openid ${OPENID}, token ${host.token}` });
    const refused = await ask();
    host.next(PATH, (_asked: unknown, response: ServerResponse) => response.destroy());
    const lost = await ask();

    expect(warn).toHaveBeenCalledTimes(2);
    expect(JSON.stringify([refused, lost, warn.mock.calls])).not.toMatch(/TTTT|oTEST/);
  });
});

describe('a phone number', () => {
  const GET_PHONE = '/wxa/business/getuserphonenumber';
  const watermark = { timestamp: 1767225600, appid: APP_ID };

  it('is had for a code of this user, once', async () => {
    const first = await phones().phoneNumberOf('phone:13800138000:1', OPENID);
    const second = await phones().phoneNumberOf('phone:13800138000:1', OPENID);

    expect(first).toEqual({ kind: 'ok', value: '13800138000' });
    expect(second).toMatchObject({ kind: 'rejected', code: '40029' });
    expect(host.askedOf(GET_PHONE)[0]?.body).toEqual({ code: 'phone:13800138000:1', openid: OPENID });
  });

  it.each(['852', 852])(
    'of another country carries its code, however WeChat writes it: %j',
    async (countryCode) => {
      const phone_info = { phoneNumber: '+85261234567', purePhoneNumber: '61234567', countryCode, watermark };
      host.next(GET_PHONE, { errcode: 0, phone_info });

      expect(await phones().phoneNumberOf('c', OPENID)).toEqual({ kind: 'ok', value: '+85261234567' });
    },
  );

  it.each<[string, object]>([
    ['of another app', { phoneNumber: '13800138000', watermark: { appid: 'wxffffffffffffffff' } }],
    ['of no app', { phoneNumber: '13800138000' }],
    ['that is missing', { watermark }],
    ['that is none', { phoneNumber: '138 0013 8000', watermark }],
    ['that is endless', { phoneNumber: '1'.repeat(21), watermark }],
  ])('%s is unknown, and in no log', async (_what, phone_info) => {
    const warn = vi.spyOn(Logger.prototype, 'warn');
    host.next(GET_PHONE, { errcode: 0, phone_info });

    expect((await phones().phoneNumberOf('c', OPENID)).kind).toBe('unknown');
    expect(warn).toHaveBeenCalledOnce();
    expect(JSON.stringify(warn.mock.calls)).not.toMatch(/138|111|oTEST/);
  });

  it.each([
    [45011, 'rejected'],
    [40029, 'rejected'],
    [45009, 'unknown'],
  ])('after errcode %i is %s', async (errcode, kind) => {
    host.next(GET_PHONE, { errcode });

    expect((await phones().phoneNumberOf('c', OPENID)).kind).toBe(kind);
  });
});

describe('a subscribe message', () => {
  it('is sent with what the template asks for', async () => {
    expect(await send({ thing1: '普洱茶', character_string2: 'SF123' })).toEqual({
      kind: 'ok',
      value: undefined,
    });

    expect(host.askedOf(SEND)[0]?.body).toEqual({
      touser: OPENID,
      template_id: 'T1',
      data: { thing1: { value: '普洱茶' }, character_string2: { value: 'SF123' } },
      miniprogram_state: 'formal',
      lang: 'zh_CN',
    });
  });

  it('that breaks its template is refused as WeChat would, without asking', async () => {
    expect(await send({ character_string2: '单号' })).toMatchObject({
      kind: 'rejected',
      code: '47003',
      message: expect.stringContaining('character_string2'),
    });
    expect(host.asked).toEqual([]);
  });

  it.each([
    [43101, 'rejected'],
    [40037, 'rejected'],
    [43108, 'unknown'],
  ])('after errcode %i is %s, sent once', async (errcode, kind) => {
    host.next(SEND, { errcode });

    expect((await send({ thing1: '茶' })).kind).toBe(kind);
    expect(times(SEND)).toBe(1);
  });
});

describe('the shipping information', () => {
  const order = { mchId: '1900007001', orderNo: '26010108AB12CD34EF56' };
  const parcel = { trackingNo: 'ZT1', company: 'ZTO', goods: '茶*1' };
  const at = new Date('2026-01-02T05:29:35.120Z');
  const told = {
    transaction_id: '4200002345202601016789012345',
    merchant_trade_no: '26010108AB12CD34EF56',
    openid: OPENID,
    paid_amount: 1999,
    order_state: 2,
    in_complaint: false,
    shipping: {
      finish_shipping: true,
      finish_shipping_count: 1,
      shipping_list: [
        { tracking_no: 'ZT1', express_company: 'ZTO', goods_desc: '茶*1', upload_time: 1767331775 },
      ],
    },
  };
  const read = {
    transactionId: '4200002345202601016789012345',
    orderNo: '26010108AB12CD34EF56',
    openid: OPENID,
    paidFen: 1999,
    state: 'shipped',
    isInComplaint: false,
    isShipped: true,
    shippedCount: 1,
    parcels: [{ trackingNo: 'ZT1', company: 'ZTO', goods: '茶*1', uploadedAt: 1767331775 }],
  };

  it('is uploaded, or refused with WeChat’s own code without asking', async () => {
    const upload = { order, payerOpenid: OPENID, at, shipping: { way: 'express' as const, parcel } };
    const sf = { way: 'express' as const, parcel: { ...parcel, company: 'SF' } };

    expect(await api().uploadShippingInfo(upload)).toEqual({ kind: 'ok', value: undefined });
    expect(await api().uploadShippingInfo({ ...upload, shipping: sf })).toMatchObject({ code: '10060014' });

    const asked = host.askedOf('/wxa/sec/order/upload_shipping_info');
    expect(asked.map(({ body }) => body.order_key)).toEqual([
      { order_number_type: 1, mchid: '1900007001', out_trade_no: '26010108AB12CD34EF56' },
    ]);
  });

  it('of an order is asked for by other names than it is uploaded by', async () => {
    host.next('/wxa/sec/order/get_order', { errcode: 0, order: told }, { errcode: 0, order: told });

    expect(await api().getOrder(order)).toEqual({ kind: 'ok', value: read });
    await api().getOrder({ transactionId: told.transaction_id });

    expect(host.askedOf('/wxa/sec/order/get_order').map(({ body }) => body)).toEqual([
      { merchant_id: '1900007001', merchant_trade_no: '26010108AB12CD34EF56' },
      { transaction_id: '4200002345202601016789012345' },
    ]);
  });

  it.each([
    ['no order', {}],
    ['a state that nobody knows', { order: { ...told, order_state: 7 } }],
    ['a nameless order', { order: { ...told, transaction_id: '' } }],
  ])('is unknown after an answer with %s', async (_what, answer) => {
    host.next('/wxa/sec/order/get_order', { errcode: 0, ...answer });

    expect(await api().getOrder(order)).toEqual({ kind: 'unknown', cause: 'answer without an order' });
  });

  it('of many orders comes page by page', async () => {
    const answer = { errcode: 0, last_index: 'abc', has_more: true, order_list: [told] };
    host.next('/wxa/sec/order/get_order_list', answer, { ...answer, order_list: [told, {}] });

    const page = await api().getOrderList({ paidFrom: at, state: 'settling', lastIndex: 'x' });
    const spoilt = await api().getOrderList({});

    expect(page).toEqual({ kind: 'ok', value: { orders: [read], lastIndex: 'abc', hasMore: true } });
    expect(spoilt.kind).toBe('unknown');
    expect(host.askedOf('/wxa/sec/order/get_order_list').map(({ body }) => body)).toEqual([
      { pay_time_range: { begin_time: 1767331775 }, order_state: 6, last_index: 'x', page_size: 50 },
      { page_size: 50 },
    ]);
  });

  it('has smaller questions beside it', async () => {
    const answers = [
      await api().notifyConfirmReceive(order, at),
      await api().setMsgJumpPath('pages/order/order'),
      await api().opSpecialOrder('X1', { kind: 'preSale', shipsAt: at }),
      await api().opSpecialOrder('X2', { kind: 'test' }),
    ];

    expect(answers).toEqual(answers.map(() => ({ kind: 'ok', value: undefined })));
    const asked = host.asked.filter(({ path }) => path !== STABLE_TOKEN);
    expect(asked.map(({ path, body }) => [path.replace('/wxa/sec/order/', ''), body])).toEqual([
      [
        'notify_confirm_receive',
        { merchant_id: '1900007001', merchant_trade_no: '26010108AB12CD34EF56', received_time: 1767331775 },
      ],
      ['set_msg_jump_path', { path: 'pages/order/order' }],
      ['opspecialorder', { order_id: 'X1', type: 1, delay_to: 1767331775 }],
      ['opspecialorder', { order_id: 'X2', type: 2 }],
    ]);
  });

  it.each([true, false])('tells whether this app must give it: %s', async (is) => {
    host.next('/wxa/sec/order/is_trade_managed', { errcode: 0, is_trade_managed: is });
    host.next('/wxa/sec/order/is_trade_management_confirmation_completed', { errcode: 0, completed: is });

    expect(await api().isTradeManaged()).toEqual({ kind: 'ok', value: is });
    expect(await api().isTradeManagementConfirmationCompleted()).toEqual({ kind: 'ok', value: is });
    expect((await api().isTradeManaged()).kind).toBe('unknown');
    expect(host.askedOf('/wxa/sec/order/is_trade_managed')[0]?.body).toEqual({ appid: APP_ID });
  });

  it('knows the companies that deliver', async () => {
    const path = '/cgi-bin/express/delivery/open_msg/get_delivery_list';
    const delivery_list = [{ delivery_id: 'SF', delivery_name: '顺丰速运' }, { delivery_id: 'X' }];
    host.next(path, { errcode: 0, delivery_list, count: 2 });

    expect(await api().getDeliveryList()).toEqual({ kind: 'ok', value: [{ id: 'SF', name: '顺丰速运' }] });
    expect(host.askedOf(path)[0]?.body).toEqual({});
  });
});
