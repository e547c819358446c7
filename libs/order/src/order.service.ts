import { AddressService } from '@app/address';
import { IdempotencyKeys } from '@app/auth';
import { StockService } from '@app/catalog';
import { AppConfig, Clock, DomainError, isDatabaseOutage, Random } from '@app/common';
import { inTransaction, named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { freightRule } from './freight-sql';
import { orderNo } from './order-no';
import {
  answerOf,
  callerOf,
  movesOf,
  open,
  type Answer,
  type OpenPlacing,
  type OrderDraft,
  type PlaceRequest,
  type Placing,
} from './order-placing';
import { bounded, freightFor, quote, requote } from './order-quote';
import { COUNT_OPEN, INSERT_ORDERS, insertParams, LOCK_SHOPPERS } from './order-sql';
import { PlacedOrder, QuotedOrder, RefusedOrder } from './order.dto';

interface PlacedRow {
  id: number;
  orderNo: string;
  createdAt: Date;
}

/** Unpaid orders of a shopper: `held` hold goods, `open` of them may still be paid. */
interface OrderCounts {
  shopperId: number;
  open: number;
  held: number;
}

/** 下单, written for many orders at once; placing one is placing a list of one. */
@Injectable()
export class OrderService {
  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly addresses: AddressService,
    private readonly stock: StockService,
    private readonly keys: IdempotencyKeys,
  ) {}

  async place(request: PlaceRequest): Promise<PlacedOrder | RefusedOrder> {
    const [answer] = await this.placeAll([request]);
    if (!answer || answer instanceof DomainError) throw answer;
    return answer;
  }

  /** 核价 alone: the same walk as far as it needs no lock, and nothing is written. */
  async quote(request: PlaceRequest): Promise<QuotedOrder> {
    const [{ draft }] = (await this.draft([request])) as [Placing];
    if (draft instanceof DomainError) throw draft;
    return QuotedOrder.of(draft.quote, draft.freightFen, this.config);
  }

  /** One transaction for all; a batch that fails as a whole is placed again one by one. */
  async placeAll(requests: PlaceRequest[]): Promise<Answer[]> {
    const drafts = await this.draft(requests);
    try {
      return await inTransaction(this.db, (tx) => this.write(tx, drafts));
    } catch (error) {
      if (requests.length === 1 || isDatabaseOutage(error)) throw error;
      const alone = await Promise.all(requests.map((request) => this.placeAll([request])));
      return alone.flat();
    }
  }

  /** 核价: skus, addresses and freight, one read each; then all that can be decided without a lock. */
  private async draft(requests: PlaceRequest[]): Promise<Placing[]> {
    const [offers, addresses, freight] = await Promise.all([
      this.stock.offers(requests.flatMap((request) => request.lines)),
      this.addresses.of(requests.map((request) => request.shopperId)),
      freightRule(this.db),
    ]);
    return requests.map((request) => {
      const address = addresses.get(request.shopperId);
      const draft = orRefusal((): OrderDraft => {
        if (!address) throw new DomainError('addressMissing');
        const quoted = bounded(quote(request.lines, offers), this.config.MAX_COUNT_PER_LINE);
        return {
          orderNo: orderNo(this.clock.now(), this.random),
          policy: this.config.STOCK_POLICY,
          quote: quoted,
          freightFen: freightFor(quoted, freight, address.province),
          address,
        };
      });
      return { request, draft };
    });
  }

  /** Locks in the house's order: keys, shoppers, skus. The drafts stay as they are: this may run again. */
  private async write(tx: EntityManager, drafts: readonly Placing[]): Promise<Answer[]> {
    const placings = drafts.map((draft) => ({ ...draft }));
    await this.replay(tx, placings);
    await this.capOpenOrders(tx, open(placings));
    await this.checkStock(tx, open(placings));
    await this.insert(tx, open(placings));
    await this.remember(tx, placings);
    return placings.map(answerOf);
  }

  /** A key that has its answer gets it again, whatever has happened to the goods since. */
  private async replay(tx: EntityManager, placings: Placing[]): Promise<void> {
    const keyed = placings.filter((placing) => placing.request.key);
    if (keyed.length === 0) return;
    const claims = await this.keys.claim(
      tx,
      keyed.map(({ request }) => ({ caller: callerOf(request), ...request.key! })),
    );
    for (const [index, claim] of claims.entries()) {
      const placing = keyed[index]!;
      placing.claimed = claim.kind === 'new';
      if (claim.kind === 'replay') placing.answer = claim.answer as Answer;
      if (claim.kind === 'inFlight') placing.answer = new DomainError('idempotencyKeyInFlight');
      if (claim.kind === 'reused') placing.answer = new DomainError('idempotencyKeyReused');
    }
  }

  private async capOpenOrders(tx: EntityManager, placings: OpenPlacing[]): Promise<void> {
    const limit = this.config.MAX_OPEN_ORDERS;
    if (limit === 0 || placings.length === 0) return;
    const shoppers = [[...new Set(placings.map(({ request }) => request.shopperId))]];
    await named(tx, 'order.lock_shoppers', LOCK_SHOPPERS, shoppers);
    const counted = await named<OrderCounts>(tx, 'order.count_open', COUNT_OPEN, shoppers);
    const countsOf = new Map(counted.map((row) => [row.shopperId, row]));
    for (const placing of placings) {
      const { shopperId } = placing.request;
      const counts = countsOf.get(shopperId) ?? { shopperId, open: 0, held: 0 };
      if (isAtCap(counts, limit)) placing.answer = new DomainError('tooManyOpenOrders');
      else countsOf.set(shopperId, { shopperId, open: counts.open + 1, held: counts.held + 1 });
    }
  }

  /** The same quote over rows that are locked now, in the order of arrival: the last piece goes to the first. */
  private async checkStock(tx: EntityManager, placings: OpenPlacing[]): Promise<void> {
    for (const placing of placings.filter(({ draft }) => !draft.quote.pass))
      placing.answer = RefusedOrder.of(placing.draft.quote, this.config);

    const holding = open(placings).filter(({ draft }) => draft.policy === 'reserve');
    if (holding.length === 0) return;
    const skuIds = holding.flatMap(({ draft }) => draft.quote.lines.map((line) => line.skuId));
    const free = await this.stock.lock(tx, [...new Set(skuIds)]);
    for (const placing of holding) {
      const now = requote(placing.draft.quote, (skuId) => free.get(skuId) ?? 0);
      if (!now.pass) placing.answer = RefusedOrder.of(now, this.config);
      else for (const { skuId, count } of now.lines) free.set(skuId, free.get(skuId)! - count);
    }
  }

  private async insert(tx: EntityManager, placings: OpenPlacing[]): Promise<void> {
    if (placings.length === 0) return;
    const rows = await named<PlacedRow>(
      tx,
      'order.insert',
      INSERT_ORDERS,
      insertParams(placings, this.clock.offset, this.config.ORDER_TTL_SECONDS),
    );
    const rowOf = new Map(rows.map((row) => [row.orderNo, row]));
    const moves = placings.flatMap((placing) => {
      const row = rowOf.get(placing.draft.orderNo);
      if (!row) {
        placing.answer = new DomainError('invalidToken');
        return [];
      }
      placing.answer = PlacedOrder.of(row);
      return placing.draft.policy === 'reserve' ? movesOf(placing, row.id) : [];
    });
    await this.stock.hold(tx, moves);
  }

  /** A key keeps any 2xx answer, a refused order's too; a refusal by error keeps nothing. */
  private async remember(tx: EntityManager, placings: Placing[]): Promise<void> {
    const answers = placings.flatMap(({ request, claimed, answer }) =>
      request.key && claimed && answer && !(answer instanceof DomainError)
        ? [{ caller: callerOf(request), ...request.key, status: 200, answer }]
        : [],
    );
    if (answers.length > 0) await this.keys.keep(tx, answers);
  }
}

function orRefusal<T>(decide: () => T): T | DomainError {
  try {
    return decide();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

/** Goods stay held while WeChat closes an order: a shopper may cancel as many as are open, and order as many again. */
function isAtCap(counts: OrderCounts, limit: number): boolean {
  return counts.open >= limit || counts.held >= 2 * limit;
}
