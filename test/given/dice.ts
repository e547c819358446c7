/** Chance that can be had again: the same seed throws the same numbers. */
export class Dice {
  constructor(private state: number) {}

  /** A whole number, 0 ≤ n < limit. */
  below(limit: number): number {
    // Mulberry32: small, and even enough to choose a victim by.
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  one<T>(of: readonly T[]): T {
    const chosen = of[this.below(of.length)];
    if (chosen === undefined) throw new Error('there is nothing to choose from');
    return chosen;
  }

  shuffled<T>(of: readonly T[]): T[] {
    const rest = [...of];
    return of.map(() => rest.splice(this.below(rest.length), 1)[0]!);
  }
}
