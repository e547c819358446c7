import { Clock } from '@app/common';
import { Injectable } from '@nestjs/common';
import { MerchantSignature, type V3Call } from './merchant-signature';
import type { ClientParams } from './pay-gateway';
import type { V3Verifier } from './v3-authentic';
import { V3Keys } from './v3-keys';

/** Both sides' signatures: the merchant's under what we send, WeChat's under what comes back. */
@Injectable()
export class V3Signatures {
  constructor(
    private readonly clock: Clock,
    private readonly merchant: MerchantSignature,
    private readonly keys: V3Keys,
  ) {}

  headersOf(call: V3Call): Record<string, string> {
    return this.merchant.headersOf(call);
  }

  clientParams(prepayId: string): ClientParams {
    return this.merchant.clientParams(prepayId);
  }

  /** `at`: when the message came in, where that is not now. */
  verifier(at = this.clock.now()): V3Verifier {
    return { now: at, keyOf: (serial) => this.keys.ofWeChat(serial) };
  }

  /** Resolves when answers can be verified, or the keys for it cannot be had now. */
  ready(): Promise<void> {
    return this.keys.ready();
  }
}
