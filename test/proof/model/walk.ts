import type { Answer, Client } from '../../given/client';
import { ADDRESS, nonce } from '../../given/shop';
import type { Command } from './command';
import { Model, newOrder, type Order, type Pieces, type Shopper, type Sku } from './model';
import { fenIn, type Stage } from './stage';

/** What contradicts the model. */
export class Contradiction extends Error {}

/** The shop is away for a moment, or WeChat is. */
const UNAVAILABLE = [90001, 90002, -1];
const STOCK = 6;
const PRICES = [1999, 29, 101, 5000];

/** An order's file, as far as a walk reads it. */
export interface OrderFile {
  status: number;
  order_no: string;
  total_price: string;
  shopper_id: number;
  replaced_by: number | null;
  payments: { id: number; transaction_id: string; amount: string; disposition: string }[];
  refunds: {
    id: number;
    out_refund_no: string;
    transaction_id: string;
    amount: string;
    state: string;
    restock: boolean;
  }[];
  after_sales: {
    id: number;
    state: string;
    refund_id: number | null;
    lines: { sku_id: number; count: number }[];
  }[];
}

/** One walk: the real shop on one side, the model on the other, and who acts. */
export class Walk {
  readonly model = new Model();
  /** Endpoints of WeChat that a fault was planned for. */
  readonly faulty = new Set<string>();
  /** Some refund may have become abnormal. */
  knowsAbnormal = false;
  /** Two things happen at once, so answers may be about either's before or after. */
  isRacing = false;
  private readonly phones = new Map<Shopper, Client>();

  private constructor(
    readonly stage: Stage,
    private readonly name: string,
  ) {}

  static async begin(stage: Stage): Promise<Walk> {
    stage.walks += 1;
    const walk = new Walk(stage, `walk-${stage.walks}-${nonce()}`);
    const goods = [[0], [1], [2, 3]];
    for (const sizes of goods) await walk.stockUp(sizes);
    for (const index of [0, 1, 2]) walk.arrive(index);
    return walk;
  }

  get shop() {
    return this.stage.shop;
  }

  get admin(): Client {
    return this.stage.admin;
  }

  get simulator(): Client {
    return this.shop.simulator;
  }

  /** The phone of a shopper, logged in; none while WeChat refuses logins. */
  async phone(index: number): Promise<{ shopper: Shopper; client: Client } | undefined> {
    const shopper = this.model.shoppers[index]!.isErased ? this.arrive(index) : this.model.shoppers[index]!;
    const client = this.phones.get(shopper) ?? (await this.login(shopper));
    return client && { shopper, client };
  }

  phoneOf({ shopper }: Order): Client {
    return this.phones.get(shopper)!;
  }

  /** Another token; the one before stays good. */
  async login(shopper: Shopper): Promise<Client | undefined> {
    shopper.logins += 1;
    const answer = await this.shop.visitor.post('/token/user', {
      code: `user:${shopper.name}:${shopper.logins}`,
    });
    if (!taken(answer)) return undefined;
    const client = this.shop.visitor.with(answer.body.token);
    if (!taken(await client.post('/address', ADDRESS))) return undefined;
    this.phones.set(shopper, client);
    return client;
  }

  async file(orderId: number): Promise<OrderFile> {
    const { status, body } = await this.admin.get(`/admin/order/${orderId}`);
    if (status !== 200) throw new Contradiction(`order ${orderId} cannot be read: ${status}`);
    return body as OrderFile;
  }

  /** The same request under the same key is the same request; `step` is unique to a command of the walk. */
  keyOf(command: Command): Record<string, string> {
    return { 'idempotency-key': `${this.name}-${this.step}-${hashOf(JSON.stringify(command))}` };
  }
  step = 0;

  /** Orders that took the place of others, once they are there. */
  async discover(): Promise<void> {
    for (const old of this.model.orders.filter(({ replacement }) => replacement?.placed === false)) {
      const { replaced_by } = await this.file(old.id);
      if (replaced_by !== null) await this.adopt(old, replaced_by);
    }
  }

  async adopt(old: Order, id: number): Promise<void> {
    old.replacement!.placed = true;
    const { order_no } = await this.file(id);
    const { prices } = old.replacement!;
    const lines = old.lines.map((line) => ({ ...line, priceFen: prices.get(line.sku) ?? line.priceFen }));
    const { shopper, freightFen } = old;
    this.model.orders.push(
      newOrder({ id, no: order_no, shopper, lines, freightFen, placedAt: this.model.now }),
    );
  }

  piecesOf(lines: { sku_id: number; count: number }[]): Pieces[] {
    return lines.map(({ sku_id, count }) => ({ sku: sku_id, count }));
  }

  private arrive(index: number): Shopper {
    const shopper = { name: `${this.name}-${index}`, logins: 0, isErased: false };
    this.model.shoppers[index] = shopper;
    return shopper;
  }

  private async stockUp(sizes: number[]): Promise<void> {
    const priceFen = PRICES[sizes[0]!]!;
    const names = sizes.length > 1 ? sizes.map(String) : [''];
    const { id, skuIds } = await this.shop.product({ stock: STOCK, priceFen, sizes: names });
    const skus = skuIds.map((skuId): Sku => ({ id: skuId, productId: id, priceFen, stocked: STOCK }));
    this.model.skus.push(...skus);
  }
}

/** Whether the request was accepted. A 5xx other than an outage of WeChat or the database contradicts the model. */
export function taken({ status, body }: Answer): boolean {
  if (status >= 500 && !(status === 503 && UNAVAILABLE.includes(body.error_code)))
    throw new Contradiction(`answered ${status} ${JSON.stringify(body)}`);
  return status < 300;
}

/** 0 is the newest of them. Numbers from 90 on choose among all, whether or not it makes sense. */
export function pick<T>(sensible: readonly T[], n: number, all: readonly T[] = sensible): T | undefined {
  const from = n < 90 ? sensible : all;
  return from.at(-1 - (n % Math.max(1, from.length)));
}

export function fenOfYuan(text: string): number {
  return fenIn(text);
}

/** FNV-1a: short, and different enough for a key. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193) >>> 0;
  return hash.toString(36);
}
