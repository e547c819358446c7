export const ALERT_KINDS = [
  'orders_paid',
  'short_stock',
  'after_sale',
  'ship_deadline',
  'upload_person',
  'case_open',
  'certificate',
  'backup_failed',
  'digest',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Ids, order numbers and amounts alone: a robot's chat is no place for a person's data. */
export interface AlertFacts {
  orders_paid: { count: number; fen: number };
  short_stock: { orderNos: readonly string[]; graceSeconds: number };
  after_sale: { id: number; orderNo: string };
  ship_deadline: { orderNos: readonly string[] };
  upload_person: { orderNo: string; code: string | null };
  case_open: { case: string; advice: string; cases: readonly AlertedCase[] };
  certificate: { owner: 'merchant' | 'platform'; serial: string; daysLeft: number };
  backup_failed: object;
  digest: Digest;
}

export type Alert = { [Kind in AlertKind]: { kind: Kind } & AlertFacts[Kind] }[AlertKind];

export interface AlertedCase {
  id: number;
  subject: string;
  orderId?: number;
  amounts: readonly { what: string; fen: number }[];
}

/** A day of the shop, and what waits at its end. */
export interface Digest {
  /** `2026-01-01`, Beijing. */
  date: string;
  paid: number;
  paidFen: number;
  refunded: number;
  refundedFen: number;
  shipped: number;
  toShip: number;
  openCases: number;
  failedJobs: number;
}
