import { DomainError, type StockPolicy } from '@app/common';
import type { AddressSnapshot } from './order.entity';
import type { PlacedOrder, RefusedOrder } from './order.dto';
import type { StockMove } from '@app/catalog';
import type { Quote, WantedLine } from './order-quote';

/** One shopper's wish, as the controller hands it in. */
export interface PlaceRequest {
  shopperId: number;
  lines: WantedLine[];
  remark?: string;
  /** Where it is not the shopper himself. */
  actor?: string;
  /** Header Idempotency-Key, with the hash of the body it came with. */
  key?: { key: string; hash: Buffer };
}

/** An order that is priced and numbered but not yet written; its number outlives a repeated transaction. */
export interface OrderDraft {
  orderNo: string;
  policy: StockPolicy;
  quote: Quote;
  freightFen: number;
  address: AddressSnapshot;
}

/** Every order of a batch has its own answer; a refusal is one too, and the others stand. */
export type Answer = PlacedOrder | RefusedOrder | DomainError;

/** A request on its way through the transaction. */
export interface Placing {
  request: PlaceRequest;
  draft: OrderDraft | DomainError;
  /** Its Idempotency-Key is new and waits for this answer. */
  claimed?: boolean;
  answer?: Answer;
}

export type OpenPlacing = Placing & { draft: OrderDraft };

/** Those that nothing has answered yet. */
export function open(placings: readonly Placing[]): OpenPlacing[] {
  return placings.filter(
    (placing): placing is OpenPlacing => !placing.answer && !(placing.draft instanceof DomainError),
  );
}

export function answerOf({ answer, draft }: Placing): Answer {
  if (answer) return answer;
  if (draft instanceof DomainError) return draft;
  throw new Error('an order left its transaction without an answer');
}

export function callerOf({ shopperId }: PlaceRequest): string {
  return `shopper:${shopperId}`;
}

export function actorOf({ actor, ...request }: PlaceRequest): string {
  return actor ?? callerOf(request);
}

/** What an order holds. */
export function movesOf({ request, draft }: OpenPlacing, orderId: number): StockMove[] {
  const actor = actorOf(request);
  return draft.quote.lines.map(({ skuId, count }) => ({ skuId, orderId, count, causeId: orderId, actor }));
}
