import { DomainError } from '@app/common';

/** Lets a few through at a time and keeps a short queue; whom the queue has no room for is told to come later. */
export class Turnstile {
  private readonly waiting: (() => void)[] = [];

  constructor(
    private free: number,
    private readonly queueLength: number,
  ) {}

  async pass<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private enter(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return Promise.resolve();
    }
    if (this.waiting.length >= this.queueLength) throw new DomainError('tooManyRequests');
    return new Promise((resolve) => void this.waiting.push(resolve));
  }

  /** The place goes straight to the next one, so nobody slips in between. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.free += 1;
  }
}
