import { request, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { front, type Front } from '../given/front';
import { freePort } from '../given/free-port';
import { Shop } from '../given/shop';

/** Between the shop and WeChat Pay: knows what was asked, and can let something happen before a call arrives. */
export class Gate {
  /** `POST /pay/unifiedorder`, the oldest first. */
  readonly passed: string[] = [];
  private before?: { path: string; act: () => Promise<unknown> };
  private front!: Front;

  private constructor(private readonly simulatorUrl: string) {}

  static async openShop(settings: Record<string, string>): Promise<{ shop: Shop; gate: Gate }> {
    const port = await freePort();
    const gate = new Gate(`http://127.0.0.1:${port}`);
    gate.front = await front(gate.simulatorUrl, { interject: (near, answer) => gate.hear(near, answer) });
    const url = `http://127.0.0.1:${gate.front.port}`;
    const shop = await Shop.open({ SIMULATOR_PORT: String(port), WECHAT_PAY_URL: url, ...settings });
    return { shop, gate };
  }

  /** Lets it happen once, while the next call to that path is on its way. */
  beforeNext(path: string, act: () => Promise<unknown>): void {
    this.before = { path, act };
  }

  timesOf(path: string): number {
    return this.passed.filter((call) => call.includes(path)).length;
  }

  close(): Promise<unknown> {
    return this.front.close();
  }

  private hear(near: IncomingMessage, answer: ServerResponse): boolean {
    this.passed.push(`${near.method} ${near.url}`);
    const { before } = this;
    if (!before || !near.url?.includes(before.path)) return false;
    this.before = undefined;
    void this.actAndPass(before.act, near, answer);
    return true;
  }

  private async actAndPass(act: () => Promise<unknown>, near: IncomingMessage, answer: ServerResponse) {
    const body = await buffer(near);
    await act();
    const { method, headers, url } = near;
    const far = request(this.simulatorUrl + url, { method, headers }, (heard) => {
      answer.writeHead(heard.statusCode ?? 502, heard.headers);
      heard.pipe(answer);
    });
    far.on('error', () => answer.destroy());
    far.end(body);
  }
}
