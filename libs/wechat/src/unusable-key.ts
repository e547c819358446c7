import { DomainError } from '@app/common';
import { unknown, type Outcome } from './outcome';

/** A key that we need and cannot read: nothing is signed or verified, and nothing is concluded from that. */
export class UnusableKey extends DomainError {
  constructor(readonly fault: string) {
    super('wechatUnavailable', { cause: fault });
  }
}

/** A key that cannot be read now proves nothing about an order, and may be right in the repeat. */
export function withoutKey(error: unknown): Outcome<never> {
  if (error instanceof UnusableKey) return unknown(error.fault);
  throw error;
}
