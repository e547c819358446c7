import { createDecipheriv, createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { MiniBooksDto } from '../../apps/wechat/src/mini-books.dto';
import { type Rig, startRig } from './rig';

export type Json = Record<string, unknown>;

/** What the server API answers; a missing errcode is success. */
export interface MiniAnswer extends Json {
  errcode?: number;
  errmsg?: string;
  access_token?: string;
  expires_in?: number;
}

/** A merchant's server at the mini-program's API, and the pushes that reach it. */
export class MiniRig {
  constructor(
    readonly rig: Rig,
    readonly inbox: PushInbox,
  ) {}

  get app() {
    return { appid: this.rig.config.WECHAT_APP_ID, secret: this.rig.config.WECHAT_APP_SECRET };
  }

  stableToken(other: Json = {}): Promise<MiniAnswer> {
    return this.post('/cgi-bin/stable_token', { grant_type: 'client_credential', ...this.app, ...other });
  }

  /** A call with the token of today, or with another one. */
  async call(path: string, body: unknown, token?: string): Promise<MiniAnswer> {
    const shown = token ?? (await this.stableToken()).access_token!;
    return this.post(`${path}?${new URLSearchParams({ access_token: shown })}`, body);
  }

  /** Text is sent as it is. */
  post(path: string, body: unknown): Promise<MiniAnswer> {
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    return this.ask(path, { method: 'POST', body: sent });
  }

  get(path: string): Promise<MiniAnswer> {
    return this.ask(path);
  }

  private async ask(path: string, how?: RequestInit): Promise<MiniAnswer> {
    const answer = await fetch(this.rig.url + path, how);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    return answer.json() as Promise<MiniAnswer>;
  }

  /** A route of the simulator's own, by the status it answers with. */
  async sim(route: string, body: object = {}, status = 200): Promise<Json> {
    return (await this.rig.sim(route, body, status)) as unknown as Json;
  }

  async books(): Promise<MiniBooksDto> {
    return (await fetch(`${this.rig.url}/sim/mini-books`)).json() as Promise<MiniBooksDto>;
  }

  pass(seconds: number): Promise<unknown> {
    return this.rig.sim('clock', { advanceSeconds: seconds });
  }

  /** So that what is counted by the day does not run into the next one. */
  async passUntilMidday(): Promise<void> {
    const { now } = await this.rig.sim('clock', { advanceSeconds: 1 });
    const middaySeconds = 4 * 3600;
    const seconds = Math.floor(Date.parse(now) / 1000) % 86_400;
    await this.pass(86_400 + middaySeconds - seconds);
  }

  /** An order of li's that is paid, and old enough for the shipping system. */
  async paid(out_trade_no = 'MA1234567890ABCDEFGH'): Promise<{ transaction_id: string; openid: string }> {
    const { terms, prepay_id } = await this.rig.ordered({ out_trade_no });
    const { transaction_id } = await this.rig.sim('pay', { prepay_id });
    await this.pass(60);
    return { transaction_id, openid: terms.openid! };
  }

  /** A good upload of one parcel, but for what is said. */
  upload({ transaction_id, openid }: { transaction_id: string; openid: string }, other: Json = {}): Json {
    return {
      order_key: { order_number_type: 2, transaction_id },
      logistics_type: 1,
      delivery_mode: 1,
      shipping_list: [{ tracking_no: '7300001', express_company: 'ZTO', item_desc: '云南普洱茶饼357克*1' }],
      upload_time: '2026-01-02T13:29:35.120+08:00',
      payer: { openid },
      ...other,
    };
  }

  ship(upload: Json): Promise<MiniAnswer> {
    return this.call('/wxa/sec/order/upload_shipping_info', upload);
  }

  /** What get_order says of a payment. */
  async order(transaction_id: string): Promise<Json & { shipping: Json }> {
    const { order } = await this.call('/wxa/sec/order/get_order', { transaction_id });
    return order as Json & { shipping: Json };
  }
}

export async function startMiniRig(): Promise<MiniRig> {
  const inbox = await PushInbox.listen();
  return new MiniRig(await startRig({ PUBLIC_URL: inbox.url }), inbox);
}

interface ReceivedPush {
  method: string;
  query: Record<string, string>;
  body: string;
}

const PUSH_PATH = '/api/v1/wechat/push';

/** The shop, of whose addresses the one for pushes counts: keeps what it gets, and answers what the test says. */
export class PushInbox {
  readonly received: ReceivedPush[] = [];
  answer: { status?: number; body?: string } = { body: 'success' };
  /** Answers the address check with what it is asked to. */
  echoes = true;
  url = '';

  static async listen(): Promise<PushInbox> {
    const inbox = new PushInbox();
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { pathname, searchParams } = new URL(request.url!, 'http://shop');
        const query = Object.fromEntries(searchParams);
        const body = Buffer.concat(chunks).toString();
        if (pathname === PUSH_PATH) inbox.received.push({ method: request.method!, query, body });
        const { status = 200, body: said = '' } = inbox.answer;
        response.writeHead(status).end(inbox.echoes && query.echostr ? query.echostr : said);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    inbox.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return inbox;
  }

  /** What was pushed so far, opened by the documented steps; whoever could not verify it gets an error. */
  messages({ config }: Rig): Json[] {
    return this.received.map(({ query, body }) => {
      const { Encrypt } = JSON.parse(body) as { Encrypt: string };
      const { message, appid } = open(Encrypt, config.WECHAT_PUSH_AES_KEY!);
      const { timestamp, nonce } = query;
      const signed = sha1(config.WECHAT_PUSH_TOKEN!, timestamp!, nonce!, Encrypt);
      if (query.msg_signature !== signed) throw new Error('msg_signature');
      if (appid !== config.WECHAT_APP_ID) throw new Error('appid');
      return message;
    });
  }
}

export function sha1(...parts: string[]): string {
  return createHash('sha1').update(parts.toSorted().join('')).digest('hex');
}

function open(encrypted: string, aesKey: string): { message: Json; appid: string } {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  const end = 20 + plain.readUInt32BE(16);
  return {
    message: JSON.parse(plain.toString('utf8', 20, end)) as Json,
    appid: plain.toString('utf8', end, plain.length - plain.at(-1)!),
  };
}
