import { OrderStatus } from '@app/order';

/** Goods stay where they are, or come back first. */
export type AfterSaleKind = 'refund_only' | 'return_refund';

export type AfterSaleState =
  'asked' | 'agreed' | 'returning' | 'refunding' | 'refund_closed' | 'done' | 'refused' | 'withdrawn';

/** Every step that a request may take; the refund alone takes it out of refunding. */
const STEPS: Record<AfterSaleState, readonly AfterSaleState[]> = {
  asked: ['agreed', 'refunding', 'refused', 'withdrawn'],
  agreed: ['returning', 'refunding', 'refused', 'withdrawn'],
  returning: ['refunding', 'refused'],
  refunding: ['refund_closed', 'done'],
  refund_closed: ['refunding', 'refused'],
  done: [],
  refused: [],
  withdrawn: [],
};

export function mayStep(from: AfterSaleState, to: AfterSaleState): boolean {
  return STEPS[from].includes(to);
}

export type AfterSaleAct = 'withdraw' | 'send' | 'agree' | 'refuse' | 'receive';
type Ways = Partial<Record<AfterSaleState, AfterSaleState>>;

const WITHDRAW: Ways = { asked: 'withdrawn', agreed: 'withdrawn', withdrawn: 'withdrawn' };
const REFUSE: Ways = {
  asked: 'refused',
  agreed: 'refused',
  returning: 'refused',
  refund_closed: 'refused',
  refused: 'refused',
};

/** Where an act leads; one that leads where the request stands is a repeat. */
const ACTS: Record<AfterSaleAct, Record<AfterSaleKind, Ways>> = {
  withdraw: { refund_only: WITHDRAW, return_refund: WITHDRAW },
  send: { refund_only: {}, return_refund: { agreed: 'returning', returning: 'returning' } },
  agree: {
    refund_only: { asked: 'refunding', refunding: 'refunding', refund_closed: 'refunding' },
    return_refund: {
      asked: 'agreed',
      agreed: 'agreed',
      refunding: 'refunding',
      refund_closed: 'refunding',
    },
  },
  refuse: { refund_only: REFUSE, return_refund: REFUSE },
  // The shopper may hand the goods over, and never give a number.
  receive: {
    refund_only: {},
    return_refund: { agreed: 'refunding', returning: 'refunding', refunding: 'refunding' },
  },
};

/** Nothing where the act may not be done now. */
export function stateAfter(
  act: AfterSaleAct,
  { kind, state }: { kind: AfterSaleKind; state: AfterSaleState },
): AfterSaleState | undefined {
  return ACTS[act][kind][state];
}

/** Goods that were not shipped cannot come back. */
export function mayAsk(kind: AfterSaleKind, status: OrderStatus): boolean {
  if (status === OrderStatus.Paid) return kind === 'refund_only';
  return status === OrderStatus.Shipped || status === OrderStatus.Received;
}
