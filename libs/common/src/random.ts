import { Injectable } from '@nestjs/common';
import { randomBytes, randomInt } from 'node:crypto';

/** The one source of chance: a cryptographic generator, injected so that a test can script it. */
@Injectable()
export class Random {
  bytes(count: number): Buffer {
    return randomBytes(count);
  }

  /** Upper-case hex of `count` random bytes: a nonce that every WeChat API takes. */
  hex(count: number): string {
    return this.bytes(count).toString('hex').toUpperCase();
  }

  /** A whole number, 0 ≤ n < limit. */
  below(limit: number): number {
    return randomInt(limit);
  }
}
