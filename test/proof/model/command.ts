export type Amount = 'right' | 'short' | 'foreign';
export type PayTime = 'now' | 'second' | 'late';
export type PayNotification = 'sent' | 'lost' | 'delayed';
export type RefundEnd = 'SUCCESS' | 'CLOSED' | 'ABNORMAL';
export type Side = 'shopper' | 'admin';

export const FORGERIES = [
  'badSign',
  'foreignAppid',
  'unsigned',
  'wrongSerial',
  'staleTimestamp',
  'probe',
] as const;

interface OfOrder {
  order: number;
}
interface OfSale {
  sale: number;
}

/** What each step says beside its name. */
export interface Fields {
  login: { shopper: number };
  place: { shopper: number; lines: { sku: number; count: number }[] };
  prepay: OfOrder;
  confirm: OfOrder;
  cashierCancel: OfOrder;
  pay: OfOrder & { amount: Amount; time: PayTime; notification: PayNotification };
  notify: OfOrder & { copies: number };
  notifyRefund: { refund: number; copies: number };
  forge: OfOrder & { how: (typeof FORGERIES)[number] };
  cancel: OfOrder & { by: Side };
  replace: OfOrder & { priceFen: number };
  ship: OfOrder & { how: 'bare' | 'express' | 'part' };
  reship: OfOrder;
  giveStock: OfOrder;
  receive: OfOrder;
  receiveAtWeChat: OfOrder;
  refund: OfOrder;
  refundAmount: OfOrder & { fen: number };
  refundLine: OfOrder & { line: number; count: number; restock?: boolean };
  refundRest: { payment: number };
  retryRefund: { refund: number };
  giveUpRefund: { refund: number };
  portalRefund: { payment: number; fen?: number };
  endRefund: { refund: number; becomes: RefundEnd };
  planRefunds: { becomes: RefundEnd; times: number; afterSeconds: number };
  funds: { enough: boolean };
  askAfterSale: OfOrder & { isReturn: boolean; line?: number };
  agree: OfSale;
  refuse: OfSale;
  withdraw: OfSale;
  sendBack: OfSale;
  received: OfSale & { restock: boolean };
  stock: { sku: number; count: number };
  price: { sku: number; priceFen: number };
  onSale: { sku: number; on: boolean };
  erase: { shopper: number; by: Side };
  clock: { seconds: number };
  sweep: { of: 'orders' | 'all' };
  fault: { endpoint: string; kind: string; times: number };
  restart: object;
  crash: { during: Command; afterMs: number };
  together: { first: Command; second: Command };
}

export type Doing = keyof Fields;
export type CommandOf<Name extends Doing> = { do: Name } & Fields[Name];
export type RefundCommand = CommandOf<'refund'> | CommandOf<'refundAmount'> | CommandOf<'refundLine'>;

/**
 * One step of a walk, as data: what a failure prints can be walked again. A number chooses among what is there when
 * its turn comes, 0 the newest.
 */
export type Command = { [Name in Doing]: CommandOf<Name> }[Doing];
