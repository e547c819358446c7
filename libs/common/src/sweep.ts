import { Logger } from '@nestjs/common';
import { isDatabaseOutage } from './outage';

/** Background work that looks again and again whether something is due; one round never overtakes another. */
export class Sweep {
  private readonly logger: Logger;
  private timer?: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  /** `round` does some of what is due, and answers whether more may be. */
  constructor(
    readonly name: string,
    private readonly round: () => Promise<boolean>,
  ) {
    this.logger = new Logger(`Sweep of ${name}`);
  }

  /** The interval counts from the end of a sweep to the start of the next. */
  start(intervalMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.now().finally(() => this.start(intervalMs)), intervalMs);
  }

  /** Sweeps once, after a sweep that is under way; one that was never started does nothing. */
  now(): Promise<void> {
    if (this.timer) this.running = this.running.then(() => this.sweep());
    return this.running;
  }

  /** Ends after the round that is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async sweep(): Promise<void> {
    try {
      while (!this.stopped && (await this.round()));
    } catch (error) {
      if (isDatabaseOutage(error)) this.logger.warn(`${this.name} wait for the database`);
      else this.logger.error({ msg: 'a round failed, the next one tries again', err: error });
    }
  }
}

/** Works on all; one that fails is told and must not keep the others from it. */
export async function settleAll<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
  told: (item: T, error: unknown) => void,
): Promise<void> {
  const done = await Promise.allSettled(items.map((item) => work(item)));
  for (const [index, result] of done.entries())
    if (result.status === 'rejected') told(items[index]!, result.reason);
}
