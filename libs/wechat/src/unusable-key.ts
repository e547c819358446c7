import { DomainError } from '@app/common';

/** A key that we need and cannot read: nothing is signed or verified, and nothing is concluded from that. */
export class UnusableKey extends DomainError {
  constructor(readonly fault: string) {
    super('wechatUnavailable', { cause: fault });
  }
}
