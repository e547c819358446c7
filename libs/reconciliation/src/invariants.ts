import type { Invariant } from './invariant';
import { afterSaleInvariants } from './invariants-after-sale';
import { houseInvariants } from './invariants-house';
import { moneyInvariants } from './invariants-money';
import { orderInvariants } from './invariants-order';
import { refundInvariants } from './invariants-refund';
import { shippingInvariants } from './invariants-shipping';
import { stockInvariants } from './invariants-stock';

/** Every statement answers with the offenders: no row is good. */
export const invariants: readonly Invariant[] = [
  ...stockInvariants,
  ...orderInvariants,
  ...moneyInvariants,
  ...refundInvariants,
  ...afterSaleInvariants,
  ...shippingInvariants,
  ...houseInvariants,
];
