/** One day in Shanghai. */
export interface DaySummary {
  /** `2026-01-01`. */
  date: string;
  placed: number;
  paidOrders: number;
  shipped: number;
  received: number;
  closed: number;
  newShoppers: number;
  /** All money that was booked, and all that went back, whatever order it was for. */
  paidFen: number;
  refunds: number;
  refundedFen: number;
  /** Money that was booked, by the hour: 24 of them. */
  hourFen: number[];
  /** Of the orders that were paid, ten at most, what brought most first. */
  topProducts: TopProduct[];
}

export interface TopProduct {
  productId: number;
  name: string;
  count: number;
  fen: number;
}
