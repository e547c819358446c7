import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Client } from '../given/client';
import type { Product } from '../given/books';
import { ADDRESS, nonce } from '../given/shop';

export interface ToldOrder {
  id: number;
  no: string;
  totalFen: number;
  lines: { skuId: number; count: number }[];
}

export interface ToldPayment {
  transactionId: string;
  orderNo: string;
  acknowledged: boolean;
}

/** What can be bought, and for how much. */
export type Goods = Product & { priceFen: number };

/** Everything that buyers were answered: what must be true for ever. */
export class Told {
  readonly orders: ToldOrder[] = [];
  /** Orders that WeChat was asked to take money for. */
  readonly prepaid: ToldOrder[] = [];
  readonly payments: ToldPayment[] = [];
  /** By what they were put off, and how often: an error_code, or a lost connection's code. */
  readonly refusals = new Map<string, number>();
  /** Answers that nobody should ever get. */
  readonly strange: string[] = [];
}

/** How undici and Node say that nobody is there, or is gone. */
export const NO_CONNECTION = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];
const BUYERS = 16;
const HOPE_MS = 45_000;
/** Their key is still held by a process that was killed a moment ago. */
const IN_FLIGHT = '90005';

/** Sixteen people who buy without end, and repeat what was not answered as a good client does. */
export class Crowd {
  told = new Told();
  /** When the last purchase that came through, from the first click to the notice, had begun. */
  private lastBegunAt = 0;
  private leaving = false;
  private hands: Promise<void>[] = [];
  private wishes = 0;

  private constructor(
    private readonly doors: readonly Client[],
    private readonly simulator: Client,
    private readonly goods: readonly Goods[],
    private readonly tokens: string[],
  ) {}

  /** They log in once; then each buys through one of the doors. */
  static async gather(doors: readonly Client[], simulator: Client, goods: readonly Goods[]): Promise<Crowd> {
    const visitor = doors[0]!;
    const tokens = await Promise.all(
      Array.from({ length: BUYERS }, async (_, index) => {
        const login = await visitor.post('/token/user', { code: `user:buyer-${index}:${nonce()}` });
        await visitor.with(login.body.token).post('/address', ADDRESS);
        return String(login.body.token);
      }),
    );
    return new Crowd(doors, simulator, goods, tokens);
  }

  come(): void {
    this.told = new Told();
    this.leaving = false;
    this.hands = this.tokens.map((token, index) =>
      this.buyOn(this.doors[index % this.doors.length]!.with(token)),
    );
  }

  /** Until somebody's whole purchase, begun after this moment, has come through; or there is no hope. */
  async buysAgain(after: number): Promise<void> {
    while (this.lastBegunAt <= after && performance.now() - after < HOPE_MS && this.told.strange.length === 0)
      await pause(5);
  }

  /** They finish what they are at, unless nobody answers any more. */
  async leave(): Promise<Told> {
    this.leaving = true;
    await Promise.all(this.hands);
    return this.told;
  }

  /** Everybody places two orders, is about to pay for one of them, and walks away. */
  async abandon(): Promise<ToldOrder[]> {
    const left = await Promise.all(
      this.tokens.map(async (token, index) => {
        const buyer = this.doors[index % this.doors.length]!.with(token);
        const [first, second] = [await this.place(buyer), await this.place(buyer)];
        await buyer.post('/pay/pre_order', { id: first?.id });
        return [first, second];
      }),
    );
    return left.flat().filter((order) => order !== undefined);
  }

  private async buyOn(buyer: Client): Promise<void> {
    while (!this.leaving && this.told.strange.length === 0) {
      const begunAt = performance.now();
      const order = await this.place(buyer);
      const prepay = order && (await this.insist(() => buyer.post('/pay/pre_order', { id: order.id })));
      if (!order || !prepay) continue;
      this.told.prepaid.push(order);
      if (await this.pay(prepay.body.package)) this.lastBegunAt = Math.max(this.lastBegunAt, begunAt);
    }
  }

  private async place(buyer: Client): Promise<ToldOrder | undefined> {
    const { lines, totalFen, body } = this.wish();
    const placed = await this.insist(() =>
      buyer.post('/order', body, { 'idempotency-key': `${process.pid}-${body.remark}` }),
    );
    if (!placed) return undefined;
    const order = { id: placed.body.order_id, no: placed.body.order_no, totalFen, lines };
    this.told.orders.push(order);
    return order;
  }

  /** One or two goods, one to three of each; the remark tells wishes apart in the books. */
  private wish() {
    const wish = this.wishes++;
    const [first, second] = [wish % this.goods.length, (wish * 7 + 3) % this.goods.length];
    const chosen = [...new Set([first, second])].map((index) => this.goods[index]!);
    const count = 1 + (wish % 3);
    return {
      body: { products: chosen.map(({ id }) => ({ product_id: id, count })), remark: `wish-${wish}` },
      lines: chosen.map(({ skuIds }) => ({ skuId: skuIds[0]!, count })),
      totalFen: chosen.reduce((sum, { priceFen }) => sum + priceFen * count, 0),
    };
  }

  /** Once: whoever gets no answer here has paid or not, and goes. Tells whether the shop was told too. */
  private async pay(prepayId: string): Promise<boolean> {
    const paid = await this.heard(() => this.simulator.post('/sim/pay', { prepay_id: prepayId }));
    if (!paid) return false;
    const { transaction_id: transactionId, out_trade_no: orderNo, notified } = paid.body;
    const acknowledged = notified.some(({ body }: { body: string }) => body.includes('SUCCESS'));
    this.told.payments.push({ transactionId, orderNo, acknowledged });
    return acknowledged;
  }

  private async insist(ask: () => Promise<Answer>): Promise<Answer | undefined> {
    for (;;) {
      const answer = await this.heard(ask);
      if (answer || this.leaving || this.told.strange.length > 0) return answer;
      await pause(100);
    }
  }

  /** A 200; anything else is noted. */
  private async heard(ask: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      const answer = await ask();
      if (answer.status === 200 && answer.body.pass !== false) return answer;
      this.note(String(answer.body?.error_code));
      if (!isPutOff(answer)) this.told.strange.push(`${answer.status} ${JSON.stringify(answer.body)}`);
    } catch (error) {
      const { code = String(error) } = error as { code?: string };
      this.note(code);
    }
    return undefined;
  }

  private note(reason: string): void {
    this.told.refusals.set(reason, (this.told.refusals.get(reason) ?? 0) + 1);
  }
}

/** The contract's shape, and nothing worse than "later". */
function isPutOff({ status, body, headers }: Answer): boolean {
  const isShaped = typeof body?.msg === 'string' && typeof body.request_url === 'string';
  const isJson = String(headers['content-type']).startsWith('application/json');
  return isShaped && isJson && (status === 503 || (status === 409 && String(body.error_code) === IN_FLIGHT));
}
