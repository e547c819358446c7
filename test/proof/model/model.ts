/** What the model remembers: whatever was asked of the shop and of WeChat, and was accepted. Money is fen. */

export interface Pieces {
  sku: number;
  count: number;
}

/** One step of a shopper's phone; a wrong amount or currency never pays an order. */
export interface Payment {
  transactionId: string;
  fen: number;
  isRight: boolean;
  isYuan: boolean;
}

/** A refund that the shop accepted. `transactionId`: of that payment; else of the one that counts. */
export interface AskedRefund {
  id: number;
  fen: number;
  pieces: Pieces[];
  restock: boolean;
  transactionId?: string;
  /** The merchant gave it up, because WeChat refuses it for good. */
  isGivenUp: boolean;
}

/** A refund made in the merchant portal, past the shop. */
export interface PortalRefund {
  outRefundNo: string;
  transactionId: string;
  fen: number;
}

export interface Sale {
  id: number;
  /** Goods come back first. */
  isReturn: boolean;
  pieces: Pieces[];
  restock?: boolean;
}

export interface Order {
  id: number;
  no: string;
  shopper: Shopper;
  lines: (Pieces & { priceFen: number })[];
  freightFen: number;
  /** By the model's clock. */
  placedAt: number;
  prepayId?: string;
  payments: Payment[];
  /** WeChat took the right amount while the order was open: the shop has to deliver. */
  isOwedGoods: boolean;
  refunds: AskedRefund[];
  portalRefunds: PortalRefund[];
  sales: Sale[];
  isCancelled: boolean;
  isShipped: boolean;
  /** Prices of the order that takes its place; `placed`: that order is known. */
  replacement?: { prices: Map<number, number>; placed: boolean };
}

export interface Shopper {
  name: string;
  logins: number;
  isErased: boolean;
}

export interface Sku {
  id: number;
  productId: number;
  priceFen: number;
  stocked: number;
}

export class Model {
  readonly shoppers: Shopper[] = [];
  readonly skus: Sku[] = [];
  readonly orders: Order[] = [];
  /** Seconds since the walk began. */
  now = 0;
}

export function totalOf({ lines, freightFen }: Pick<Order, 'lines' | 'freightFen'>): number {
  return lines.reduce((sum, { count, priceFen }) => sum + count * priceFen, freightFen);
}

export function newOrder(
  order: Pick<Order, 'id' | 'no' | 'shopper' | 'lines' | 'freightFen' | 'placedAt'>,
): Order {
  return {
    ...order,
    payments: [],
    isOwedGoods: false,
    refunds: [],
    portalRefunds: [],
    sales: [],
    isCancelled: false,
    isShipped: false,
  };
}

/** What a refund of these pieces gives back: their price, as far as so much is left. */
export function costOf({ lines }: Order, pieces: Pieces[], restFen: number): number {
  const fen = pieces.reduce((sum, { sku, count }) => {
    const line = lines.find((one) => one.sku === sku);
    return sum + count * (line?.priceFen ?? Number.NaN);
  }, 0);
  return Math.min(fen, restFen);
}

/** The pieces of an order that none of these refunds is for. */
export function piecesLeft({ lines }: Order, refunds: { pieces: Pieces[] }[]): Pieces[] {
  const gone = (sku: number) =>
    refunds
      .flatMap(({ pieces }) => pieces)
      .filter((one) => one.sku === sku)
      .reduce((sum, { count }) => sum + count, 0);
  return lines.map(({ sku, count }) => ({ sku, count: count - gone(sku) })).filter(({ count }) => count > 0);
}
