import type { Transaction } from './books';
import type { Push, PushDelivery } from './push';
import { PushQueue } from './push-queue';
import {
  AUTO_RECEIVE_SECONDS,
  REMIND_SECONDS,
  type Shipment,
  type SpecialOrder,
  type TradeEnd,
} from './shipment';
import { later } from './retry-ladder';

/** Instants are ISO 8601 in UTC. */
export interface AccessToken {
  token: string;
  issuedAt: string;
  expiresAt: string;
  /** Made by force_refresh. */
  forced: boolean;
}

export interface PhoneNumber {
  countryCode: string;
  /** Without the country. */
  number: string;
}

export interface PhoneCode extends PhoneNumber {
  code: string;
  name: string;
  at: string;
}

export interface Template {
  templateId: string;
  keys: string[];
  /** Forbidden by the platform: 43107. */
  banned?: boolean;
}

/** A service message on a shopper's phone. */
export interface PhoneMessage {
  msgId: string;
  openid: string;
  templateId: string;
  page?: string;
  data: Record<string, string>;
  at: string;
}

/** Something that happens to an order by itself when its time has come. */
export interface NextStep {
  act: 'remind' | 'receive';
  at: string;
}

export type MiniEvent =
  | { kind: 'tokenIssued'; token: AccessToken; oldGoodUntil?: string }
  | { kind: 'tokensExpired'; at: string }
  | { kind: 'phoneCodeIssued'; phoneCode: PhoneCode }
  | { kind: 'phoneCodeUsed'; code: string }
  | { kind: 'templateTaught'; template: Template }
  | { kind: 'tapped'; openid: string; templateId: string; times: number; push: Push }
  | { kind: 'messageSent'; message: PhoneMessage; push: Push }
  | { kind: 'shipped'; shipment: Shipment; push?: Push }
  | { kind: 'arrivalTold'; transactionId: string; at: string }
  | { kind: 'tradeStepped'; transactionId: string; end?: TradeEnd; push?: Push }
  | { kind: 'specialOrdered'; special: SpecialOrder }
  | { kind: 'jumpPathSet'; path: string }
  | { kind: 'pushDelivered'; delivery: PushDelivery };

/** What the mini-program's server API knows; payments stand in the books around it. */
export class MiniBooks {
  /** Until when each token is good. */
  readonly tokens = new Map<string, string>();
  currentToken?: AccessToken;
  readonly forcedAt: string[] = [];
  readonly phoneCodes = new Map<string, PhoneCode>();
  readonly usedPhoneCodes = new Set<string>();
  readonly templates = new Map<string, Template>();
  /** Messages that a shopper has allowed, by openid and template. */
  readonly allowances = new Map<string, { openid: string; templateId: string; left: number }>();
  readonly messages: PhoneMessage[] = [];
  readonly shipments = new Map<string, Shipment>();
  readonly specials = new Map<string, SpecialOrder>();
  readonly ends = new Map<string, TradeEnd>();
  readonly arrivalsTold = new Map<string, string>();
  readonly nextSteps = new Map<string, NextStep>();
  readonly pushes = new PushQueue();
  jumpPath?: string;

  apply(event: MiniEvent): void {
    switch (event.kind) {
      case 'tokenIssued':
        return this.issue(event.token, event.oldGoodUntil);
      case 'tokensExpired':
        return this.expire(event.at);
      case 'phoneCodeIssued':
        this.phoneCodes.set(event.phoneCode.code, event.phoneCode);
        return;
      case 'phoneCodeUsed':
        this.usedPhoneCodes.add(event.code);
        return;
      case 'templateTaught':
        this.templates.set(event.template.templateId, event.template);
        return;
      case 'tapped':
        this.pushes.add(event.push);
        return this.allow(event);
      case 'messageSent':
        this.messages.push(event.message);
        this.pushes.add(event.push);
        return this.allow({ ...event.message, times: -1 });
      case 'shipped':
        return this.ship(event.shipment, event.push);
      case 'arrivalTold':
        this.arrivalsTold.set(event.transactionId, event.at);
        return;
      case 'tradeStepped':
        return this.step(event);
      case 'specialOrdered':
        return this.reserve(event.special);
      case 'jumpPathSet':
        this.jumpPath = event.path;
        return;
      case 'pushDelivered':
        this.pushes.delivered(event.delivery);
    }
  }

  /** A payment that wants to be shipped. */
  watch({ transactionId, paidAt }: Transaction): void {
    this.nextSteps.set(transactionId, { act: 'remind', at: later(paidAt, REMIND_SECONDS) });
  }

  allowance(openid: string, templateId: string): number {
    return this.allowances.get(`${openid}\n${templateId}`)?.left ?? 0;
  }

  /** One that takes the place of another in time lets it live a little; one that was forced kills all others. */
  private issue(token: AccessToken, oldGoodUntil: string | undefined): void {
    if (!oldGoodUntil) this.tokens.clear();
    else if (this.currentToken && this.tokens.get(this.currentToken.token)! > token.issuedAt)
      this.tokens.set(this.currentToken.token, oldGoodUntil);
    this.tokens.set(token.token, token.expiresAt);
    this.currentToken = token;
    if (token.forced) this.forcedAt.push(token.issuedAt);
  }

  private expire(at: string): void {
    for (const token of this.tokens.keys()) this.tokens.set(token, at);
    this.currentToken = undefined;
  }

  /** No times at all is the shopper's no: it takes back what was allowed before. */
  private allow({ openid, templateId, times }: { openid: string; templateId: string; times: number }): void {
    const left = times === 0 ? 0 : this.allowance(openid, templateId) + times;
    this.allowances.set(`${openid}\n${templateId}`, { openid, templateId, left });
  }

  private ship(shipment: Shipment, push: Push | undefined): void {
    const { transactionId, shippedAt, complete } = shipment;
    this.shipments.set(transactionId, shipment);
    if (complete && shippedAt)
      this.nextSteps.set(transactionId, { act: 'receive', at: later(shippedAt, AUTO_RECEIVE_SECONDS) });
    if (push) this.pushes.add(push);
  }

  private step({ transactionId, end, push }: Extract<MiniEvent, { kind: 'tradeStepped' }>): void {
    this.nextSteps.delete(transactionId);
    if (end) this.ends.set(transactionId, end);
    if (push) this.pushes.add(push);
  }

  /** A pre-sale has until its own day before anybody is reminded. */
  private reserve(special: SpecialOrder): void {
    this.specials.set(special.transactionId, special);
    const next = this.nextSteps.get(special.transactionId);
    if (next?.act === 'remind' && special.delayTo)
      this.nextSteps.set(special.transactionId, { act: 'remind', at: special.delayTo });
  }
}
