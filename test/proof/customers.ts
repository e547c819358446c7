import type { Client } from '../given/client';
import { eventually, nonce, Shop } from '../given/shop';

interface Purchase {
  id: number;
  /** How often "pay" was tapped until WeChat's cashier opened. */
  taps: number;
}

/** Some who buy one after the other without an end, while somebody else changes what he likes. */
export class Customers {
  readonly bought: Purchase[] = [];
  private readonly lanes: Promise<void>[];
  private leaving = false;

  private constructor(
    private readonly shop: Shop,
    private readonly productId: number,
    shoppers: Client[],
  ) {
    this.lanes = shoppers.map((shopper) => this.shopping(shopper));
  }

  static async enter(shop: Shop, count = 3): Promise<Customers> {
    const { id } = await shop.product({ stock: 100_000 });
    const names = Array.from({ length: count }, () => `customer-${nonce()}`);
    return new Customers(shop, id, await Promise.all(names.map((name) => shop.shopper(name))));
  }

  /** Until so many more have bought. */
  async buyMore(count = 4): Promise<void> {
    const enough = this.bought.length + count;
    await eventually(
      async () => this.bought.length,
      (bought) => bought >= enough,
    );
    if (this.bought.length < enough) throw new Error('the customers cannot buy any more');
  }

  /** They finish what they have begun. */
  async leave(): Promise<Purchase[]> {
    this.leaving = true;
    await Promise.all(this.lanes);
    return this.bought;
  }

  private async shopping(shopper: Client): Promise<void> {
    while (!this.leaving) this.bought.push(await this.purchase(shopper));
  }

  private async purchase(shopper: Client): Promise<Purchase> {
    const products = [{ product_id: this.productId, count: 1 }];
    const { order_id: id } = (await shopper.post('/order', { products })).body;
    let taps = 0;
    const prepay = await eventually(
      () => {
        taps += 1;
        return shopper.post('/pay/pre_order', { id });
      },
      ({ status }) => status === 200,
    );
    await this.shop.pay(prepay.body);
    return { id, taps };
  }
}

/** Of these orders, when WeChat has had time to repeat what was not taken. */
export async function statusesOf(shop: Shop, purchases: Purchase[]): Promise<number[]> {
  const ids = purchases.map(({ id }) => id);
  const look = async () => {
    const { rows } = await shop.db.query<{ status: number }>(
      'SELECT DISTINCT status FROM customer_order WHERE id = ANY ($1)',
      [ids],
    );
    return rows.map(({ status }) => status);
  };
  await shop.later(70);
  return eventually(look, (statuses) => statuses.every((status) => status === 2));
}
