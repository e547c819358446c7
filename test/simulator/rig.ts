import { AppConfig, beijingStamp } from '@app/common';
import { parseXml, signV2, verifyV2, writeXml } from '@app/wechat';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import type { BooksDto, NotifiedDto } from '../../apps/wechat/src/books.dto';
import type { SessionAnswer } from '../../apps/wechat/src/login-code';
import { createSimulator, listen } from '../../apps/wechat/src/simulator';
import { plantKeys } from '../given/keys';
import { merchantTls, tlsFetch } from './tls-fetch';

type Fields = Record<string, string>;

/** What the routes below /sim answer, each its part of it. */
interface SimAnswer {
  code: string;
  transaction_id: string;
  out_trade_no: string;
  notified: NotifiedDto[];
  now: string;
}

export const ACK =
  '<xml><return_code><![CDATA[SUCCESS]]></return_code><return_msg><![CDATA[OK]]></return_msg></xml>';

const ANY_PORTS = { SIMULATOR_PORT: 0, SIMULATOR_TLS_PORT: 0, simulatorHost: '127.0.0.1' };
/** Where a notice without an address of its own goes: nobody is there. */
const PUBLIC_URL = 'http://127.0.0.1:9';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

/** A simulator on a free port with books of its own, and the merchant who uses it. */
export async function startRig(env: Fields = {}): Promise<Rig> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'minimall-sim-'));
  cleanups.push(async () => rmSync(dataDir, { recursive: true, force: true }));
  plantKeys(dataDir);
  const rig = new Rig(AppConfig.from({ PUBLIC_URL, DATA_DIR: dataDir, LOG_LEVEL: 'silent', ...env }));
  await rig.start();
  cleanups.push(() => rig.stop());
  return rig;
}

export class Rig {
  url = '';
  tlsUrl = '';
  private app?: NestFastifyApplication;

  constructor(readonly config: AppConfig) {}

  get journal(): string {
    return path.join(this.config.DATA_DIR, 'simulator.jsonl');
  }

  async start(): Promise<void> {
    this.app = await createSimulator(this.config);
    Object.assign(this, await listen(this.app, ANY_PORTS));
  }

  async stop(): Promise<void> {
    await this.app?.close();
    this.app = undefined;
  }

  async sim(route: string, body: object = {}, status = 200): Promise<SimAnswer> {
    const answer = await fetch(`${this.url}/sim/${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.status !== status) throw new Error(`${route}: ${answer.status} ${await answer.text()}`);
    return answer.json() as Promise<SimAnswer>;
  }

  async books(): Promise<BooksDto> {
    return (await fetch(`${this.url}/sim/books`)).json() as Promise<BooksDto>;
  }

  /** code2Session; an empty value leaves a parameter out, two codes are sent as two. */
  async session(js_code: string | string[], other: Fields = {}): Promise<SessionAnswer> {
    const query = {
      appid: this.config.WECHAT_APP_ID,
      secret: this.config.WECHAT_APP_SECRET,
      grant_type: 'authorization_code',
      ...other,
    };
    const codes = [js_code].flat().map((code): [string, string] => ['js_code', code]);
    const given = [...Object.entries(query), ...codes].filter(([, value]) => value !== '');
    const answer = await fetch(`${this.url}/sns/jscode2session?${new URLSearchParams(given)}`);
    return answer.json() as Promise<SessionAnswer>;
  }

  async login(name = 'li'): Promise<string> {
    const { code } = await this.sim('login', { name });
    return (await this.session(code)).openid as string;
  }

  signed(fields: Fields, type: 'MD5' | 'HMAC-SHA256' = 'HMAC-SHA256'): Fields {
    const said = {
      appid: this.config.WECHAT_APP_ID,
      mch_id: this.config.WECHAT_PAY_MCH_ID,
      nonce_str: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
      sign_type: type,
      ...fields,
    };
    return { ...said, sign: signV2(said, this.config.WECHAT_PAY_V2_KEY[0]!, type) };
  }

  /** Sends exactly this and reads the answer, which must be signed when WeChat understood us. */
  async post(route: string, body: string | Buffer | undefined): Promise<Fields> {
    const answer = await this.send(route, body);
    const fields = parseXml(Buffer.from(await answer.arrayBuffer()));
    if (fields.return_code === 'SUCCESS' && !verifyV2(fields, this.config.WECHAT_PAY_V2_KEY))
      throw new Error(`${route}: the answer is not signed`);
    return fields;
  }

  /** Refunds go where the merchant's certificate is seen, everything else goes the plain way. */
  private send(route: string, body: string | Buffer | undefined) {
    const said = { method: 'POST', body: body as string, headers: { 'content-type': 'text/xml' } };
    if (!route.startsWith('/secapi/')) return fetch(this.url + route, said);
    return tlsFetch(this.tlsUrl + route, { ...said, tls: merchantTls(this.config) });
  }

  pay(route: string, fields: Fields, type?: 'MD5' | 'HMAC-SHA256'): Promise<Fields> {
    return this.post(route, writeXml(this.signed(fields, type)));
  }

  /** A good unifiedorder, but for what is said; an empty value leaves a field out. */
  terms(openid: string, other: Fields = {}): Fields {
    return {
      body: '云南普洱茶饼357克',
      out_trade_no: 'MA1234567890ABCDEFGH',
      total_fee: '12990',
      spbill_create_ip: '203.0.113.7',
      time_expire: this.stampIn(1800),
      notify_url: 'http://127.0.0.1:9/pay/notify',
      trade_type: 'JSAPI',
      openid,
      ...other,
    };
  }

  stampIn(seconds: number): string {
    return beijingStamp(new Date(Date.now() + seconds * 1000));
  }

  /** Login, unifiedorder: an order that can be paid. */
  async ordered(other: Fields = {}): Promise<{ terms: Fields; prepay_id: string; out_trade_no: string }> {
    const terms = this.terms(await this.login(), other);
    const { prepay_id } = await this.pay('/pay/unifiedorder', terms);
    return { terms, prepay_id: prepay_id!, out_trade_no: terms.out_trade_no! };
  }
}

/** The shop's webhook: keeps what it gets, and answers what the test says. */
export class Webhook {
  readonly received: Fields[] = [];
  answer: { status?: number; body?: string; headers?: Fields; never?: boolean } = { body: ACK };
  url = '';

  static async listen(): Promise<Webhook> {
    const webhook = new Webhook();
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        webhook.received.push(parseXml(Buffer.concat(chunks)));
        const { status = 200, body = '', headers = {}, never } = webhook.answer;
        if (!never) response.writeHead(status, headers).end(body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => closed(server));
    webhook.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/pay/notify`;
    return webhook;
  }
}

function closed(server: Server): Promise<unknown> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}
