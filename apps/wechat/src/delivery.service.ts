import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Bookkeeper } from './bookkeeper';
import type { Delivery, Transaction } from './books';
import { Courier, type Receipt } from './courier';
import { FaultService, SLOW_MS } from './fault.service';
import { type FaultKind, forgeryOf } from './faults';
import { canBefall, isAcknowledged, noticeOf } from './notice';

const SWEEP_MS = 1000;
/** Different notices that travel at once; a repeat of the same one waits for the one before. */
const AT_ONCE = 32;
const KEPT_ANSWER_BYTES = 2000;
const DROPPED: Receipt = { status: 0, body: Buffer.alloc(0), error: 'dropped' };

/** Brings notices to the merchant until he acknowledges them, or the ladder ends. */
@Injectable()
export class DeliveryService implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger(DeliveryService.name);
  private readonly running = new Map<string, Promise<void>>();
  private sweeping = false;
  private stopped = false;
  private readonly sweep = setInterval(() => void this.sweepOnce(), SWEEP_MS).unref();

  constructor(
    private readonly bookkeeper: Bookkeeper,
    private readonly courier: Courier,
    private readonly faults: FaultService,
  ) {}

  /** The first delivery after a payment; answers what came back. */
  async announce({ transactionId }: Transaction): Promise<Delivery[]> {
    await this.catchUp(transactionId);
    return this.bookkeeper.books.deliveriesOf.get(transactionId) ?? [];
  }

  /** Everything that is due by the common clock. */
  async fireDue(): Promise<void> {
    const pending = [...this.bookkeeper.books.pending.keys()];
    const due = pending.filter((id) => this.isDue(id) || this.running.has(id)).values();
    // The workers share one iterator, so each takes the next notice that nobody has taken.
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.catchUpAll(due)));
  }

  /** Copies beside the ladder, all at the same moment. */
  copies(transaction: Transaction, count: number): Promise<Delivery[]> {
    return Promise.all(Array.from({ length: count }, () => this.deliver(transaction, false)));
  }

  onModuleDestroy(): void {
    this.stopped = true;
    clearInterval(this.sweep);
  }

  /** What is on its way comes home before the books are shut. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.running.values());
  }

  private async sweepOnce(): Promise<void> {
    if (this.sweeping) return;
    this.sweeping = true;
    try {
      await this.fireDue();
    } catch (err) {
      // The books would not take it, as with a full disk: what is due stays due, the next sweep tries again.
      this.logger.error({ msg: 'the sweep failed', err });
    } finally {
      this.sweeping = false;
    }
  }

  private async catchUpAll(due: Iterable<string>): Promise<void> {
    for (const transactionId of due) await this.catchUp(transactionId);
  }

  private catchUp(transactionId: string): Promise<void> {
    const running = this.running.get(transactionId);
    if (running) return running;
    const started = this.climb(transactionId).finally(() => this.running.delete(transactionId));
    this.running.set(transactionId, started);
    return started;
  }

  private async climb(transactionId: string): Promise<void> {
    const transaction = this.bookkeeper.books.transactions.get(transactionId);
    if (!transaction) return;
    while (this.isDue(transactionId)) await this.deliver(transaction, true);
  }

  private isDue(transactionId: string): boolean {
    const { books, now } = this.bookkeeper.desk;
    const notice = books.pending.get(transactionId);
    return !this.stopped && notice !== undefined && notice.dueAt <= now.toISOString();
  }

  private async deliver(transaction: Transaction, planned: boolean): Promise<Delivery> {
    const order = this.bookkeeper.books.order(transaction.outTradeNo);
    const kind = this.faults.take('notify', (one) => canBefall(order, one));
    // A probe comes first, and the true notice after it, whatever the shop said to the probe.
    if (kind === 'probe') await this.send(transaction, { kind, planned: false });
    return this.send(transaction, { kind: kind === 'probe' ? undefined : kind, planned });
  }

  private async send(
    transaction: Transaction,
    { kind, planned }: { kind?: FaultKind; planned: boolean },
  ): Promise<Delivery> {
    const { transactionId, outTradeNo } = transaction;
    const { books, now } = this.bookkeeper.desk;
    const { status, body, error } = await this.carry(transaction, kind);
    const probe = kind === 'probe' || undefined;
    const acknowledged = !probe && isAcknowledged(books.order(outTradeNo), status, body);
    const delivery = {
      transactionId,
      outTradeNo,
      at: now.toISOString(),
      status,
      body: body.toString('utf8', 0, KEPT_ANSWER_BYTES),
      error,
      acknowledged,
      planned,
      probe,
    };
    this.bookkeeper.record({ kind: 'delivered', delivery });
    return delivery;
  }

  private async carry(transaction: Transaction, kind: FaultKind | undefined): Promise<Receipt> {
    if (kind === 'drop') return DROPPED;
    if (kind === 'slow') await sleep(SLOW_MS);
    const { desk } = this.bookkeeper;
    const { notifyUrl } = desk.books.order(transaction.outTradeNo);
    return this.courier.post(notifyUrl, noticeOf(desk, transaction, forgeryOf(kind)));
  }
}
