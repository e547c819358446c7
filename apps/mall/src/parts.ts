type Stop = () => Promise<unknown>;

/** What was started, to be stopped in the opposite order: the shop first, the database last. */
export class Parts {
  private readonly stops: Stop[] = [];
  /** What fails from then on fails because its parts are taken away. */
  stopping = false;

  started(stop: Stop): void {
    this.stops.push(stop);
  }

  /** Stops them all; one that fails does not keep the others running. */
  async stop(): Promise<void> {
    this.stopping = true;
    // The connection that stops the database keeps nobody awake: Node would end in the middle of it.
    const awake = setInterval(() => {}, 1000);
    const faults: unknown[] = [];
    for (const stop of this.stops.splice(0).toReversed())
      await stop().catch((fault: unknown) => faults.push(fault));
    clearInterval(awake);
    if (faults.length > 0) throw new AggregateError(faults, 'Not everything could be stopped.');
  }
}
