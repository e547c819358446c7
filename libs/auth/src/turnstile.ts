import { DomainError } from '@app/common';
import { FairQueue } from './fair-queue';

/** Logins from where the account was opened lately, from elsewhere, and at the docs: none takes another's share. */
export type Lane = 'known' | 'stranger' | 'docs';

export interface Sender {
  lane: Lane;
  network: string;
}

/** So many may wait from one network and in all; the docs are one person's page, and need few. */
const ROOM: Record<Lane, [perNetwork: number, inAll: number]> = {
  known: [10, 40],
  stranger: [10, 40],
  docs: [2, 8],
};

interface Waiting {
  enter: () => void;
  refuse: (refusal: DomainError) => void;
}

/** Lets a few through at a time; lanes take turns, and so do the networks of a lane. */
export class Turnstile {
  private readonly lanes: Record<Lane, FairQueue<Waiting>>;
  /** Whose turn is next. */
  private turns: Lane[] = ['known', 'stranger', 'docs'];

  /** Where work is quick, `room` times as many may wait for it. */
  constructor(
    private free: number,
    room = 1,
  ) {
    const queue = ([perNetwork, inAll]: [number, number]) =>
      new FairQueue<Waiting>(perNetwork * room, inAll * room);
    this.lanes = { known: queue(ROOM.known), stranger: queue(ROOM.stranger), docs: queue(ROOM.docs) };
  }

  async pass<T>(sender: Sender, work: () => Promise<T>): Promise<T> {
    await this.enter(sender);
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private enter({ lane, network }: Sender): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return Promise.resolve();
    }
    return new Promise((enter, refuse) => {
      const left = this.lanes[lane].push(network, { enter, refuse });
      left?.refuse(new DomainError('tooManyRequests'));
    });
  }

  /** The place goes straight to the next one, so that no newcomer slips in between. */
  private leave(): void {
    const next = this.next();
    if (next) next.enter();
    else this.free += 1;
  }

  private next(): Waiting | undefined {
    for (const lane of this.turns) {
      const waiting = this.lanes[lane].shift();
      if (!waiting) continue;
      this.turns = [...this.turns.filter((other) => other !== lane), lane];
      return waiting;
    }
    return undefined;
  }
}
