import { DomainError, MAX_ORDER_FEN } from '@app/common';
import type { Quote } from './order-quote';
import type { OrderLine } from './order.entity';

/** 改价: what the lines of an order cost from now on, by sku; what is not named costs what it did. */
export interface NewPrices {
  prices: { skuId: number; priceFen: number }[];
  /** Left out: as it was. */
  freightFen?: number;
}

/** The same goods under the same names, at other prices. */
export function repriced(lines: readonly OrderLine[], { prices }: NewPrices): Quote {
  const unknown = prices.find(({ skuId }) => !lines.some((line) => line.skuId === skuId));
  if (unknown) throw DomainError.field('lines', `订单里没有sku_id ${unknown.skuId}`);
  const priceOf = new Map(prices.map(({ skuId, priceFen }) => [skuId, priceFen]));
  const quoted = lines
    .toSorted((a, b) => a.position - b.position)
    .map((line) => {
      const priceFen = priceOf.get(line.skuId) ?? line.priceFen;
      return { ...line, haveStock: true, priceFen, totalFen: priceFen * line.count };
    });
  const goodsFen = quoted.reduce((sum, { totalFen }) => sum + totalFen, 0);
  if (goodsFen > MAX_ORDER_FEN) throw DomainError.field('lines', '订单金额过大');
  return {
    pass: true,
    lines: quoted,
    goodsFen,
    totalCount: quoted.reduce((sum, { count }) => sum + count, 0),
  };
}
