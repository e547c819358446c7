import {
  ConflictException,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Bookkeeper } from './bookkeeper';
import { Courier, type Receipt } from './courier';
import type { Push, PushDelivery } from './push';
import { type AddressedLetter, checkUrl, type PushForgery, pushKeysOf, pushLetter } from './push-letter';
import { takeStep } from './trade-step';

const SWEEP_MS = 1000;
const AT_ONCE = 32;
const KEPT_ANSWER_BYTES = 2000;
const UNSET: Receipt = {
  status: 0,
  body: Buffer.alloc(0),
  error: 'no WECHAT_PUSH_TOKEN and WECHAT_PUSH_AES_KEY',
};

/** How one copy is sent; a letter that has been written before is sent as it is. */
type Manner = { planned: boolean } & (
  { forge?: PushForgery; letter?: undefined } | { forge: 'replay'; letter: AddressedLetter }
);

/** Tells the merchant's server what has happened, and lets happen what is due by itself. */
@Injectable()
export class PushService implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger(PushService.name);
  /** One round after the other, so that no push is on its way twice. */
  private turn: Promise<unknown> = Promise.resolve();
  private sweeping = false;
  private stopped = false;
  /** The letter that a replay repeats; a restart forgets it. */
  private last?: { push: Push; letter: AddressedLetter };
  private readonly sweep = setInterval(() => void this.sweepOnce(), SWEEP_MS).unref();

  constructor(
    private readonly bookkeeper: Bookkeeper,
    private readonly courier: Courier,
  ) {}

  /** Everything that is due by the common clock, and what that brings about. */
  fireDue(): Promise<void> {
    const round = this.turn.then(() => this.round());
    // Whoever asked for this round hears of its failure; the next one comes all the same.
    this.turn = Promise.allSettled([round]);
    return round;
  }

  /** The deliveries of a push that has just been booked. */
  async announce({ id }: Push): Promise<PushDelivery[]> {
    await this.fireDue();
    return this.bookkeeper.books.mini.pushes.deliveriesOf(id);
  }

  /** Copies by hand, all at the same moment. */
  copies(push: Push, count: number, forgery?: PushForgery): Promise<PushDelivery[]> {
    return Promise.all(
      Array.from({ length: count }, () => this.deliver(push, { planned: false, forge: forgery })),
    );
  }

  /** The last letter once more, byte for byte, whatever the clock says by now. */
  replay(count: number): Promise<PushDelivery[]> {
    const { last } = this;
    if (!last) throw new ConflictException('nothing has been pushed yet');
    const how = { planned: false, forge: 'replay', letter: last.letter } as const;
    return Promise.all(Array.from({ length: count }, () => this.deliver(last.push, how)));
  }

  /** What WeChat does when the push address is saved in the portal. */
  async check(): Promise<{ matched: boolean; status: number; body: string; error?: string }> {
    const { desk } = this.bookkeeper;
    const echostr = String(desk.random.below(1_000_000_000));
    const keys = pushKeysOf(desk.config);
    const receipt = keys ? await this.courier.get(checkUrl(desk, keys, echostr)) : UNSET;
    const body = textOf(receipt);
    return {
      matched: receipt.status === 200 && body === echostr,
      status: receipt.status,
      body,
      error: receipt.error,
    };
  }

  onModuleDestroy(): void {
    this.stopped = true;
    clearInterval(this.sweep);
  }

  /** What is on its way comes home before the books are shut. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.turn;
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

  private async round(): Promise<void> {
    if (this.stopped) return;
    this.takeSteps();
    for (let due = this.due(); due.length > 0; due = this.due())
      await Promise.all(due.map(({ push }) => this.deliver(push, { planned: true })));
  }

  private takeSteps(): void {
    const at = this.bookkeeper.desk.now.toISOString();
    for (const [transactionId, step] of this.bookkeeper.books.mini.nextSteps)
      if (step.at <= at) this.bookkeeper.settle((desk) => takeStep(desk, transactionId, step));
  }

  private due() {
    if (this.stopped) return [];
    const { books, now } = this.bookkeeper.desk;
    return books.mini.pushes.due(now.toISOString()).slice(0, AT_ONCE);
  }

  private async deliver(push: Push, how: Manner): Promise<PushDelivery> {
    const { now } = this.bookkeeper.desk;
    const receipt = await this.carry(push, how);
    const { status, error } = receipt;
    const body = textOf(receipt);
    const delivery = {
      pushId: push.id,
      event: push.event,
      at: now.toISOString(),
      status,
      body,
      error,
      acknowledged: status === 200 && ['success', ''].includes(body),
      planned: how.planned,
      forge: how.forge,
    };
    this.bookkeeper.record({ kind: 'pushDelivered', delivery });
    return delivery;
  }

  private async carry(push: Push, { forge, letter }: Manner): Promise<Receipt> {
    if (letter) return this.courier.post(letter.url, letter);
    const { desk } = this.bookkeeper;
    const keys = pushKeysOf(desk.config);
    if (!keys) return UNSET;
    const written = pushLetter(desk, push, keys, forge);
    if (!forge) this.last = { push, letter: written };
    return this.courier.post(written.url, written);
  }
}

function textOf({ body }: Receipt): string {
  return body.toString('utf8', 0, KEPT_ANSWER_BYTES);
}
