import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Bookkeeper } from './bookkeeper';
import { Courier, type Receipt } from './courier';
import { FaultService, SLOW_MS } from './fault.service';
import { type FaultKind, forgeryOf } from './faults';
import { canBefall, isAcknowledged, type Notice, noticeOf } from './notice';
import type { Delivery } from './notice-book';

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

  /** What is due of one notice, as the first delivery is at once; answers all that came back so far. */
  async announce(key: string): Promise<Delivery[]> {
    await this.catchUp(key);
    return this.bookkeeper.books.notices.deliveriesOf.get(key) ?? [];
  }

  /** Everything that is due by the common clock. */
  async fireDue(): Promise<void> {
    const pending = [...this.bookkeeper.books.notices.pending.keys()];
    const due = pending.filter((key) => this.isDue(key) || this.running.has(key)).values();
    // The workers share one iterator, so each takes the next notice that nobody has taken.
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.catchUpAll(due)));
  }

  /** Copies beside the ladder, all at the same moment. */
  copies(notice: Notice, count: number): Promise<Delivery[]> {
    return Promise.all(Array.from({ length: count }, () => this.deliver(notice, false)));
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
    for (const key of due) await this.catchUp(key);
  }

  private catchUp(key: string): Promise<void> {
    const running = this.running.get(key);
    if (running) return running;
    const started = this.climb(key).finally(() => this.running.delete(key));
    this.running.set(key, started);
    return started;
  }

  private async climb(key: string): Promise<void> {
    while (this.isDue(key)) {
      // Each time anew: it may have become a notice of something else.
      const notice = noticeOf(this.bookkeeper.desk, key);
      if (!notice) return;
      await this.deliver(notice, true);
    }
  }

  private isDue(key: string): boolean {
    const { books, now } = this.bookkeeper.desk;
    const pending = books.notices.pending.get(key);
    return !this.stopped && pending !== undefined && pending.dueAt <= now.toISOString();
  }

  private async deliver(notice: Notice, planned: boolean): Promise<Delivery> {
    const kind = this.faults.take(notice.endpoint, (one) => canBefall(notice, one));
    // A probe comes first, and the true notice after it, whatever the shop said to the probe.
    if (kind === 'probe') await this.send(notice, { kind, planned: false });
    return this.send(notice, { kind: kind === 'probe' ? undefined : kind, planned });
  }

  private async send(
    notice: Notice,
    { kind, planned }: { kind?: FaultKind; planned: boolean },
  ): Promise<Delivery> {
    const { now } = this.bookkeeper.desk;
    const { status, body, error } = await this.carry(notice, kind);
    const probe = kind === 'probe' || undefined;
    const delivery = {
      ...notice.subject,
      at: now.toISOString(),
      status,
      body: body.toString('utf8', 0, KEPT_ANSWER_BYTES),
      error,
      acknowledged: !probe && isAcknowledged(notice, status, body),
      planned,
      probe,
    };
    this.bookkeeper.record({ kind: 'delivered', delivery });
    return delivery;
  }

  private async carry({ url, word }: Notice, kind: FaultKind | undefined): Promise<Receipt> {
    if (kind === 'drop') return DROPPED;
    if (kind === 'slow') await sleep(SLOW_MS);
    return this.courier.post(url, word(this.bookkeeper.desk, forgeryOf(kind)));
  }
}
