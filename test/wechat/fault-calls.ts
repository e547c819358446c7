import type { GatewayName, Outcome, WeChatPayService } from '@app/wechat';
import type { CalledEndpoint } from '../../apps/wechat/src/faults';
import { eventually } from '../given/shop';
import { GOODS, PHONE, type Clients, type FaultWorld, type Patience } from './fault-world';

type Ask = (by: Clients) => Promise<Outcome<unknown>>;

/** One call, made ready before anything goes wrong. */
export interface Subject {
  ask: Ask;
  /** The same wish once more, as its caller makes it after an outcome that is unknown; without it, the same call. */
  again?: Ask;
  /** What WeChat's books have of the work: nothing before it is done, and ever the same afterwards. */
  trace?: () => Promise<unknown>;
  /** What the answer must say, where there is one. */
  says?: unknown;
}

/** A call of our own clients to each endpoint. */
export const CALLS: Record<CalledEndpoint, (world: FaultWorld) => Promise<Subject>> = {
  // The clock goes on in it: it comes first, and alone, while there are no refunds to tell of.
  v3certificates: certificates,
  jscode2session: login,
  stableToken: token,
  getuserphonenumber: phoneNumber,
  subscribeSend: message,
  uploadShippingInfo: upload,
  getOrder: async (world) => {
    const { transactionId } = await world.sharedPayment('v2');
    return { ask: (by) => by.shipping.getOrder({ transactionId }) };
  },
  shippingOther: async () => ({ ask: (by) => by.shipping.isTradeManaged(), says: true }),
  unifiedorder: (world) => prepay(world, 'v2'),
  orderquery: (world) => query(world, 'v2'),
  closeorder: (world) => close(world, 'v2'),
  refund: (world) => refund(world, 'v2'),
  refundquery: (world) => refundQuery(world, 'v2'),
  downloadbill: (world) => bill(world, 'v2'),
  v3jsapi: (world) => prepay(world, 'v3'),
  v3query: (world) => query(world, 'v3'),
  v3close: (world) => close(world, 'v3'),
  v3refund: (world) => refund(world, 'v3'),
  v3refundquery: (world) => refundQuery(world, 'v3'),
  v3tradebill: (world) => bill(world, 'v3'),
  v3billfile: (world) => bill(world, 'v3'),
};

async function login(world: FaultWorld): Promise<Subject> {
  const code = async () => (await world.rig.sim('login', { name: 'li' })).code;
  // A code is good once, and for five minutes: every wish has its own.
  return { ask: async (by) => by.login.codeToSession(await code()), says: { openid: world.openid } };
}

async function token(world: FaultWorld): Promise<Subject> {
  const shelf = world.tokenShelf;
  return {
    ask: (by) => {
      shelf.kept = undefined;
      // Whoever claimed the fetching and failed keeps the claim for ten seconds.
      shelf.seconds += 11;
      return by.tokens.current();
    },
  };
}

async function phoneNumber(world: FaultWorld): Promise<Subject> {
  const tap = async () => (await world.rig.sim('phone', { name: 'li', phone: PHONE })).code;
  return { ask: async (by) => by.phones.phoneNumberOf(await tap(), world.openid), says: PHONE };
}

let readers = 0;

/** To somebody who has allowed one message. */
async function message(world: FaultWorld): Promise<Subject> {
  readers += 1;
  const name = `reader-${readers}`;
  const openid = await world.rig.login(name);
  await world.rig.sim('subscribe', { name });
  const templateId = world.rig.config.WECHAT_TEMPLATE_SHIPPED!;
  const data = {
    thing1: GOODS,
    character_string2: 'MA1234567890ABCDEFGH',
    phrase3: '中通快递',
    character_string4: '7300001',
    time5: '2026年1月2日 13:29',
  };
  const send = (by: Clients) => by.messages.sendSubscribeMessage({ openid, templateId, data });
  return {
    ask: send,
    again: (by) => eventually(() => send(by), isNotCrowded),
    trace: async () => {
      const ids = (await world.messagesOf(name)).map(({ msg_id }) => msg_id);
      return ids.length > 0 ? ids : undefined;
    },
  };
}

/** While WeChat is still at the first message to somebody, it takes no second one. */
function isNotCrowded(outcome: Outcome<unknown>): boolean {
  return outcome.kind !== 'unknown' || outcome.cause !== 'errcode 43108';
}

async function upload(world: FaultWorld): Promise<Subject> {
  const { request, transactionId } = await world.payment('v2');
  const parcel = { trackingNo: '7300001', company: 'ZTO', goods: GOODS };
  const at = new Date(world.now());
  return {
    ask: (by) =>
      by.shipping.uploadShippingInfo({
        order: { transactionId },
        payerOpenid: request.openid,
        shipping: { way: 'express', parcel },
        at,
      }),
    trace: () => world.shippedOf(transactionId),
  };
}

async function prepay(world: FaultWorld, gateway: GatewayName): Promise<Subject> {
  const request = world.request(gateway);
  return {
    ask: (by) => by.pay.prepay(request),
    trace: async () => (await world.booked(request.orderNo))?.prepay_id,
  };
}

async function query(world: FaultWorld, gateway: GatewayName): Promise<Subject> {
  const { request } = await world.sharedPayment(gateway);
  return { ask: (by) => by.pay.query(request), says: { state: 'paid' } };
}

async function close(world: FaultWorld, gateway: GatewayName): Promise<Subject> {
  const { request } = await world.placed(gateway);
  return {
    ask: (by) => by.pay.close(request),
    trace: async () => (await world.booked(request.orderNo))?.closed_at,
    says: 'closed',
  };
}

async function refund(world: FaultWorld, gateway: GatewayName): Promise<Subject> {
  const asked = world.refundOf(await world.payment(gateway));
  return {
    ask: (by) => by.pay.refund(asked),
    trace: async () => {
      const refunds = (await world.booked(asked.orderNo))!.payments.flatMap((payment) => payment.refunds);
      const ids = refunds.map(({ refund_id }) => refund_id);
      return ids.length > 0 ? ids : undefined;
    },
  };
}

async function refundQuery(world: FaultWorld, gateway: GatewayName): Promise<Subject> {
  const asked = await world.sharedRefund(gateway);
  return { ask: (by) => by.pay.queryRefund(asked) };
}

async function bill(world: FaultWorld, gateway: GatewayName): Promise<Subject> {
  return { ask: (by) => by.pay.tradeBill(world.merchant(gateway), world.billDay) };
}

/** Without a certificate of WeChat's, no answer to a query can be believed. */
async function certificates(world: FaultWorld): Promise<Subject> {
  const { request } = await world.sharedPayment('v3');
  const pays = new Map<Patience, WeChatPayService>();
  const payOf = async ({ patience }: Clients) => {
    const pay = pays.get(patience) ?? (await world.payWithoutKeys(patience));
    pays.set(patience, pay);
    return pay;
  };
  return {
    ask: async (by) => (await payOf(by)).query(request),
    again: async (by) => {
      // Nobody makes us ask for them more than once a minute.
      await world.later(61);
      return (await payOf(by)).query(request);
    },
    says: { state: 'paid' },
  };
}
