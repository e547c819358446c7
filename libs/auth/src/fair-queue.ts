/**
 * Items wait by sender: senders take turns, and each has its items taken in order. A full queue drops the last item of
 * the sender with the most, so that one who sends much keeps out no other.
 */
export class FairQueue<T> {
  /** In the order of their turns. */
  private readonly queues = new Map<string, T[]>();
  private length = 0;

  constructor(
    private readonly perSender: number,
    private readonly inAll: number,
  ) {}

  /** Answers the one that there is no room for: this, or another. */
  push(sender: string, item: T): T | undefined {
    const own = this.queues.get(sender) ?? [];
    if (own.length >= this.perSender) return item;
    own.push(item);
    this.queues.set(sender, own);
    this.length += 1;
    return this.length > this.inAll ? this.drop() : undefined;
  }

  shift(): T | undefined {
    const [turn] = this.queues;
    if (!turn) return undefined;
    const [sender, own] = turn;
    this.queues.delete(sender);
    const item = own.shift();
    if (own.length > 0) this.queues.set(sender, own);
    this.length -= 1;
    return item;
  }

  /** Of senders with as much, the one that has waited least. */
  private drop(): T | undefined {
    const [sender, own] = [...this.queues].reduce((most, each) =>
      each[1].length >= most[1].length ? each : most,
    );
    const item = own.pop();
    if (own.length === 0) this.queues.delete(sender);
    this.length -= 1;
    return item;
  }
}
