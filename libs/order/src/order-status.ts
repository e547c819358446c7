/** The numbers are the wire's and the table's. */
export enum OrderStatus {
  Unpaid = 1,
  Paid = 2,
  Shipped = 3,
  PaidShort = 4,
  Handled = 5,
  Received = 6,
  Closed = 7,
  Refunded = 8,
}

/** Every step an order may take. Closed is final: money that comes later is given back. */
const STEPS: Record<OrderStatus, readonly OrderStatus[]> = {
  [OrderStatus.Unpaid]: [OrderStatus.Paid, OrderStatus.PaidShort, OrderStatus.Closed],
  [OrderStatus.Paid]: [OrderStatus.Shipped, OrderStatus.Refunded],
  [OrderStatus.Shipped]: [OrderStatus.Received, OrderStatus.Refunded],
  [OrderStatus.PaidShort]: [OrderStatus.Paid, OrderStatus.Handled],
  [OrderStatus.Handled]: [],
  [OrderStatus.Received]: [OrderStatus.Refunded],
  [OrderStatus.Closed]: [],
  [OrderStatus.Refunded]: [],
};

export function mayBecome(from: OrderStatus, to: OrderStatus): boolean {
  return STEPS[from].includes(to);
}
