import { Logger } from '@nestjs/common';
import { isDatabaseOutage } from './outage';

const EVERY_MS = 1000;

/** Background work that looks every second whether something is due; one round never overtakes another. */
export class Sweep {
  private readonly logger: Logger;
  private timer?: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  /** `round` does some of what is due, and answers whether more may be. */
  constructor(
    private readonly name: string,
    private readonly round: () => Promise<boolean>,
  ) {
    this.logger = new Logger(`Sweep of ${name}`);
  }

  start(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.sweep().finally(() => this.start());
    }, EVERY_MS);
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
