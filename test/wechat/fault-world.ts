import { AppConfig, beijingTime, CommonModule, NestLog, openLog, Random } from '@app/common';
import {
  AccessTokenService,
  AccessTokenStore,
  MiniProgramApi,
  MiniProgramModule,
  PhoneNumberApi,
  ShippingInfoApi,
  SubscribeMessageApi,
  WeChatHttp,
  WeChatModule,
  WeChatPayService,
  type GatewayName,
  type Merchant,
  type PrepayRequest,
  type RefundRequest,
} from '@app/wechat';
import type { ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { readFileSync } from 'node:fs';
import type { FaultsDto } from '../../apps/wechat/src/faults.dto';
import { TokenShelf } from '../given/token-shelf';
import type { Rig } from '../simulator/rig';

/** How long a caller waits: as the shop does, for a moment, or not even that. */
export const PATIENCE = {
  patient: { callMs: 7000, pauseMs: 5 },
  brief: { tries: 6, tryMs: 700, callMs: 6000, pauseMs: 5 },
  none: { tryMs: 100, callMs: 300, pauseMs: 5 },
};
export type Patience = keyof typeof PATIENCE;

export const PHONE = '13700137000';
export const GOODS = '云南普洱茶饼357克';
const CERTIFICATES_BY_DOWNLOAD = {
  WECHAT_PAY_PUBLIC_KEY_ID: undefined,
  WECHAT_PAY_PUBLIC_KEY_FILE: undefined,
  WECHAT_PAY_PLATFORM_CERT_FILES: [],
};

export interface Placed {
  request: PrepayRequest;
  prepayId: string;
}

export interface Paid extends Placed {
  transactionId: string;
}

/** Everything that calls WeChat. */
export interface Clients {
  patience: Patience;
  pay: WeChatPayService;
  login: MiniProgramApi;
  phones: PhoneNumberApi;
  messages: SubscribeMessageApi;
  shipping: ShippingInfoApi;
  /** Of an instance whose access token a test takes away. */
  tokens: AccessTokenService;
}

/** One WeChat, and the merchant's real clients of it, whose log is kept. */
export class FaultWorld {
  readonly log: string[] = [];
  clients!: Record<Patience, Clients>;
  openid = '';
  /** Of which there is a bill. */
  billDay = '';
  /** PEM, one line of it. */
  merchantKey = '';
  readonly tokenShelf = new TokenShelf();
  private readonly shelf = new TokenShelf();
  private orders = 0;
  private aheadMs = 0;
  private readonly payments: Partial<Record<GatewayName, Promise<Paid>>> = {};
  private readonly refunds: Partial<Record<GatewayName, Promise<RefundRequest>>> = {};

  constructor(readonly rig: Rig) {}

  async open(): Promise<this> {
    this.clients = {
      patient: await this.clientsWith('patient'),
      brief: await this.clientsWith('brief'),
      none: await this.clientsWith('none'),
    };
    this.openid = await this.rig.login('li');
    this.merchantKey = readFileSync(this.rig.config.WECHAT_PAY_MCH_KEY_FILE!, 'utf8').split('\n')[1]!;
    return this;
  }

  private async clientsWith(patience: Patience): Promise<Clients> {
    const config = this.configWith({});
    const http = new WeChatHttp(config, new Random(), PATIENCE[patience]);
    const room = await this.room(config, http);
    return {
      patience,
      pay: room.get(WeChatPayService),
      login: room.get(MiniProgramApi),
      phones: room.get(PhoneNumberApi),
      messages: room.get(SubscribeMessageApi),
      shipping: room.get(ShippingInfoApi),
      tokens: new AccessTokenService(config, http, this.tokenShelf, new Random()),
    };
  }

  /** Of a merchant who has just started, and has put no key of WeChat's into a file. */
  async payWithoutKeys(patience: Patience): Promise<WeChatPayService> {
    const config = this.configWith(CERTIFICATES_BY_DOWNLOAD);
    const http = new WeChatHttp(config, new Random(), PATIENCE[patience]);
    const room = await this.opened([CommonModule.with(config), WeChatModule], http);
    return room.get(WeChatPayService);
  }

  /** So that a call is about itself, and not about the token that it carries. */
  async fetchToken(): Promise<void> {
    this.shelf.kept = undefined;
    await this.clients.patient.shipping.isTradeManaged();
  }

  private configWith(other: object): AppConfig {
    const { url, tlsUrl, config } = this.rig;
    const hosts = { WECHAT_API_URL: url, WECHAT_PAY_URL: url, WECHAT_PAY_REFUND_URL: tlsUrl };
    return Object.assign(new AppConfig(), config, hosts, other);
  }

  private room(config: AppConfig, http: WeChatHttp) {
    const shelf = {
      module: TokenShelf,
      global: true,
      providers: [{ provide: AccessTokenStore, useValue: this.shelf }],
      exports: [AccessTokenStore],
    };
    return this.opened([CommonModule.with(config), WeChatModule, MiniProgramModule, shelf], http);
  }

  private opened(imports: ModuleMetadata['imports'], http: WeChatHttp) {
    const log = new NestLog(openLog('debug', { write: (line) => void this.log.push(line) }));
    const room = Test.createTestingModule({ imports }).setLogger(log);
    return room.overrideProvider(WeChatHttp).useValue(http).compile();
  }

  merchant(gateway: GatewayName): Merchant {
    const { WECHAT_APP_ID: appId, WECHAT_PAY_MCH_ID: mchId } = this.rig.config;
    return { gateway, signType: gateway === 'v3' ? 'RSA' : 'HMAC-SHA256', appId, mchId };
  }

  request(gateway: GatewayName): PrepayRequest {
    this.orders += 1;
    return {
      ...this.merchant(gateway),
      orderNo: `FAULT${String(this.orders).padStart(15, '0')}`,
      description: GOODS,
      totalFen: 12990,
      openid: this.openid,
      payerIp: '203.0.113.7',
      timeExpire: new Date(this.now() + 110 * 60_000),
      notifyUrl: 'http://127.0.0.1:9/api/v1/pay/notify',
    };
  }

  async placed(gateway: GatewayName): Promise<Placed> {
    const request = this.request(gateway);
    const outcome = await this.clients.patient.pay.prepay(request);
    if (outcome.kind !== 'ok') throw new Error(`no prepay: ${JSON.stringify(outcome)}`);
    return { request, ...outcome.value };
  }

  async payment(gateway: GatewayName): Promise<Paid> {
    const placed = await this.placed(gateway);
    const { transaction_id } = await this.rig.sim('pay', { prepay_id: placed.prepayId, lost: true });
    return { ...placed, transactionId: transaction_id };
  }

  refundOf({ request, transactionId }: Paid): RefundRequest {
    const { orderNo, totalFen } = request;
    const numbers = { orderNo, transactionId, outRefundNo: `R${orderNo}` };
    const words = { reason: '七天无理由', notifyUrl: 'http://127.0.0.1:9/api/v1/pay/refund-notify' };
    return { ...this.merchant(request.gateway), ...numbers, ...words, totalFen, refundFen: 4990 };
  }

  /** For all who only ask about it. */
  sharedPayment(gateway: GatewayName): Promise<Paid> {
    return (this.payments[gateway] ??= this.payment(gateway));
  }

  sharedRefund(gateway: GatewayName): Promise<RefundRequest> {
    return (this.refunds[gateway] ??= this.refunded(gateway));
  }

  private async refunded(gateway: GatewayName): Promise<RefundRequest> {
    const asked = this.refundOf(await this.payment(gateway));
    await this.clients.patient.pay.refund(asked);
    return asked;
  }

  /** What WeChat's books say of an order, and of all that happened to it. */
  async booked(orderNo: string) {
    const answer = await fetch(`${this.rig.url}/sim/state?search=${orderNo}`);
    const { orders } = (await answer.json()) as { orders: BookedOrder[] };
    return orders[0];
  }

  async messagesOf(name: string): Promise<{ msg_id: string }[]> {
    const answer = await fetch(`${this.rig.url}/sim/phone-messages?name=${name}`);
    return ((await answer.json()) as { messages: { msg_id: string }[] }).messages;
  }

  /** The parcels of a payment; nothing before there are some. */
  async shippedOf(transactionId: string): Promise<unknown> {
    const { orders } = (await (await fetch(`${this.rig.url}/sim/mini-books`)).json()) as MiniBooks;
    const { shipping } = orders.find(({ transaction_id }) => transaction_id === transactionId)!;
    return shipping.shipping_list?.length ? shipping.shipping_list : undefined;
  }

  async faults(): Promise<FaultsDto> {
    return (await (await fetch(`${this.rig.url}/sim/faults`)).json()) as FaultsDto;
  }

  /** How many calls the planned fault will still spoil. */
  async leftAt(endpoint: string): Promise<number> {
    const { endpoints } = await this.faults();
    return endpoints.find((one) => one.endpoint === endpoint)?.planned?.times ?? 0;
  }

  plan(endpoint: string, kind: string, times = 0): Promise<unknown> {
    return this.rig.sim('fault', { endpoint, kind, times });
  }

  now(): number {
    return Date.now() + this.aheadMs;
  }

  async later(seconds: number): Promise<void> {
    await this.rig.sim('clock', { advanceSeconds: seconds });
    this.aheadMs += seconds * 1000;
  }

  /** Half past ten on the next morning, when there is a bill of today. */
  async untilNextMorning(): Promise<void> {
    this.billDay = beijingTime(new Date(this.now())).slice(0, 10);
    const morning = Date.parse(`${this.billDay}T10:30:00+08:00`) + 86_400_000;
    await this.later(Math.ceil((morning - this.now()) / 1000));
  }
}

export interface BookedOrder {
  prepay_id?: string;
  closed_at?: string;
  payments: { transaction_id: string; refunds: { refund_id: string; out_refund_no: string }[] }[];
}

interface MiniBooks {
  orders: { transaction_id: string; shipping: { shipping_list?: object[] } }[];
}
