import { StockService } from '@app/catalog';
import { AppConfig } from '@app/common';
import { Injectable } from '@nestjs/common';
import { OrderHistoryService } from './order-history.service';
import { quoteOf, requote } from './order-quote';
import { OrderStatus } from './order-status';
import { RefusedOrder } from './order.dto';

/** The seed's second look at the stock, before paying. */
@Injectable()
export class OrderRecheckService {
  constructor(
    private readonly config: AppConfig,
    private readonly history: OrderHistoryService,
    private readonly stock: StockService,
  ) {}

  /** The lines that are short by now; an order that holds its goods passes without a look. */
  async of(shopperId: number, orderId: number): Promise<RefusedOrder | undefined> {
    const order = await this.history.one(orderId, shopperId);
    if (order.policy === 'reserve' || order.status !== OrderStatus.Unpaid) return undefined;

    const offers = await this.stock.offers(order.lines);
    const free = new Map(offers.map((offer) => [offer.skuId, offer.onSale ? offer.stock : 0]));
    const now = requote(quoteOf(order), (skuId) => free.get(skuId) ?? 0);
    return now.pass ? undefined : RefusedOrder.of(now, this.config);
  }
}
