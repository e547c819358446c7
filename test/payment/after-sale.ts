import type { Answer, Client } from '../given/client';
import { eventually, type Shop } from '../given/shop';
import { paid, type Paid } from './paid';

export interface Sale {
  id: number;
  kind: string;
  state: string;
  refund_id: number | null;
  amount: string | null;
  refusal: string | null;
  tracking_no: string | null;
  lines: { sku_id: number; count: number }[];
}

export type Act = 'withdraw' | 'send' | 'agree' | 'refuse' | 'receive';

/** What a shopper and a merchant can do with requests, in words. */
export class AfterSales {
  private constructor(
    readonly shop: Shop,
    readonly admin: Client,
  ) {}

  static async of(shop: Shop): Promise<AfterSales> {
    return new AfterSales(shop, await shop.admin());
  }

  async shipped(wish: Parameters<typeof paid>[1] = {}): Promise<Paid> {
    const order = await paid(this.shop, wish);
    await this.admin.put('/order/delivery', { id: order.id });
    return order;
  }

  ask({ id, shopper }: Paid, wish: object = {}, headers?: Record<string, string>): Promise<Answer> {
    const body = { kind: 'refund_only', reason: '不合适', ...wish };
    return shopper.post(`/order/${id}/after-sale`, body, headers);
  }

  async asked(order: Paid, wish: object = {}): Promise<number> {
    return (await this.ask(order, wish)).body.after_sale_id;
  }

  acts({ shopper }: Paid, id: number): Record<Act, () => Promise<Answer>> {
    const { admin } = this;
    return {
      withdraw: () => shopper.post(`/after-sale/${id}/withdraw`),
      send: () => shopper.post(`/after-sale/${id}/return`, { tracking_no: 'SF1' }),
      agree: () => admin.post(`/admin/after-sale/${id}/agree`),
      refuse: () => admin.post(`/admin/after-sale/${id}/refuse`, { reason: '已使用' }),
      receive: () => admin.post(`/admin/after-sale/${id}/received`, { restock: true }),
    };
  }

  async of({ id, shopper }: Paid): Promise<Sale[]> {
    return (await shopper.get(`/order/${id}/after-sale`)).body;
  }

  /** The order's newest request, once it is in that state. */
  async when(order: Paid, state: string): Promise<Sale> {
    const [newest] = await eventually(
      () => this.of(order),
      ([sale]) => sale?.state === state,
    );
    return newest!;
  }
}
