import type { GatewayName } from '@app/common';
import type { RefundEnd } from './book-rows';

/** Which of WeChat's keys signs v3 notices; `mixed` is a merchant who moves from certificates to the public key. */
export const NOTICE_SIGNERS = ['public_key', 'certificate', 'mixed'] as const;
export type NoticeSigner = (typeof NOTICE_SIGNERS)[number];

/** What becomes of the next refunds; a negative number of times never ends. */
export interface RefundPlan {
  becomes: RefundEnd;
  afterSeconds: number;
  times: number;
}

export type AccountEvent =
  | { kind: 'noticeSigner'; signer: NoticeSigner }
  | { kind: 'keyHeld'; version: GatewayName; index: number }
  | { kind: 'refundsPlanned'; plan: RefundPlan }
  | { kind: 'funds'; enough: boolean };

const ACCOUNT_EVENTS = ['noticeSigner', 'keyHeld', 'refundsPlanned', 'funds'];

export function isAccountEvent(event: { kind: string }): event is AccountEvent {
  return ACCOUNT_EVENTS.includes(event.kind);
}

/** How things stand with the merchant's account at WeChat. */
export class AccountBook {
  /** Nothing until somebody chooses: then it is the public key, where the merchant has it. */
  noticeSigner?: NoticeSigner;
  /** Which of the merchant's keys WeChat holds, by its place in his setting. */
  readonly heldKeys: Record<GatewayName, number> = { v2: 0, v3: 0 };
  refundPlan?: RefundPlan;
  fundsEnough = true;

  apply(event: AccountEvent): void {
    switch (event.kind) {
      case 'noticeSigner':
        this.noticeSigner = event.signer;
        return;
      case 'keyHeld':
        this.heldKeys[event.version] = event.index;
        return;
      case 'refundsPlanned':
        this.refundPlan = event.plan.times === 0 ? undefined : { ...event.plan };
        return;
      case 'funds':
        this.fundsEnough = event.enough;
    }
  }

  /** One refund has gone as planned. */
  useRefundPlan(): void {
    if (this.refundPlan && this.refundPlan.times > 0) this.refundPlan.times -= 1;
    if (this.refundPlan?.times === 0) this.refundPlan = undefined;
  }
}
