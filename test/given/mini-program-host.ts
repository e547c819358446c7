import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Asked {
  path: string;
  query: URLSearchParams;
  // A test reads what it expects; a wrong shape fails it.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

type Answering = (asked: Asked, response: ServerResponse) => unknown;

/**
 * WeChat's mini-program API on loopback, as far as it wants an access token: always 200, and JSON under the name
 * of plain text. `phone:13800138000:1` is a tap's code, good once; what it does not know goes to the simulator.
 */
export class MiniProgramHost {
  readonly asked: Asked[] = [];
  /** How the next questions to a path are answered, each once; others as WeChat would. */
  private readonly prepared = new Map<string, Answering[]>();
  private readonly usedCodes = new Set<string>();
  private tokens = 0;
  private simulator?: string;

  private constructor(
    private readonly server: Server,
    private appId: string,
  ) {
    server.on('request', (near, answer) => void this.hear(near, answer));
  }

  static async open(appId = ''): Promise<MiniProgramHost> {
    const host = new MiniProgramHost(createServer(), appId);
    await new Promise<void>((resolve) => host.server.listen(0, '127.0.0.1', resolve));
    return host;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The token that is good now. */
  get token(): string {
    return `${this.tokens}_`.padEnd(512, 'T');
  }

  /** As if it had run out, or somebody had asked for another by force. */
  replaceToken(): void {
    this.tokens += 1;
  }

  /** Stands before the shop's simulator, and is of the same app. */
  behind({ WECHAT_PAY_URL, WECHAT_APP_ID }: { WECHAT_PAY_URL: string; WECHAT_APP_ID: string }): void {
    this.simulator = WECHAT_PAY_URL;
    this.appId = WECHAT_APP_ID;
  }

  next(path: string, ...answers: (object | Answering)[]): void {
    const waiting = this.prepared.get(path) ?? [];
    const prepared = answers.map((answer) =>
      typeof answer === 'function' ? (answer as Answering) : saying(answer),
    );
    this.prepared.set(path, [...waiting, ...prepared]);
  }

  askedOf(path: string): Asked[] {
    return this.asked.filter((asked) => asked.path === path);
  }

  forget(): void {
    this.asked.length = 0;
    this.prepared.clear();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async hear(near: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { pathname: path, searchParams: query } = new URL(near.url ?? '', 'http://wechat');
    if (near.method !== 'POST') {
      this.pass(near, answer);
      return;
    }
    const asked: Asked = { path, query, body: JSON.parse(await text(near)) };
    this.asked.push(asked);
    const answering = this.prepared.get(path)?.shift() ?? saying(this.answerTo(asked));
    answering(asked, answer);
  }

  private answerTo({ path, query, body }: Asked): object {
    if (path === '/cgi-bin/stable_token') return { access_token: this.token, expires_in: 7200 };
    if (query.get('access_token') !== this.token) return { errcode: 40001, errmsg: 'invalid credential' };
    if (path === '/wxa/business/getuserphonenumber') return this.phone(String(body.code));
    return { errcode: 0, errmsg: 'ok' };
  }

  private phone(code: string): object {
    const [, phoneNumber] = /^phone:(\+?\d+):./.exec(code) ?? [];
    if (!phoneNumber || this.usedCodes.has(code))
      return { errcode: 40029, errmsg: 'invalid code, rid: 60a1' };
    this.usedCodes.add(code);
    const watermark = { timestamp: 1767225600, appid: this.appId };
    return { errcode: 0, errmsg: 'ok', phone_info: { phoneNumber, countryCode: 86, watermark } };
  }

  private pass(near: IncomingMessage, answer: ServerResponse): void {
    const far = request(`${this.simulator}${near.url}`, (heard) => {
      answer.writeHead(heard.statusCode ?? 502, heard.headers);
      heard.pipe(answer);
    });
    far.on('error', () => answer.destroy());
    far.end();
  }
}

function saying(words: object): Answering {
  return (_asked, response) =>
    response.writeHead(200, { 'content-type': 'text/plain' }).end(JSON.stringify(words));
}
