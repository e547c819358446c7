import { UnusableKey } from './unusable-key';
import { authentic, type AuthenticFields, type Fields } from './v2-sign';

/**
 * The merchant's v2 keys. While one replaces another, only WeChat knows when it changes over: the key that it used
 * last is the one it holds, and that one signs. A process begins with the first of its settings.
 */
export class V2Keys {
  private ordered: readonly string[];

  constructor(keys: readonly string[]) {
    this.ordered = keys;
  }

  /** The key that WeChat holds, as far as we know. */
  get held(): string {
    const [key] = this.ordered;
    // A new merchant has v3 alone; then no order of ours is v2's.
    if (!key) throw new UnusableKey('WECHAT_PAY_V2_KEY is missing');
    return key;
  }

  /** The key for the next try of a call: one that WeChat did not refuse in it, the held one before others. */
  besides(refused: ReadonlySet<string>): string | undefined {
    return this.ordered.find((key) => !refused.has(key));
  }

  /** The answer as an authentic one, or nothing where no key of ours made its sign; whichever did is held now. */
  authentic(answer: Fields): AuthenticFields | undefined {
    for (const key of this.ordered) {
      const proven = authentic(answer, [key]);
      if (proven) return this.hold(key, proven);
    }
    return undefined;
  }

  private hold(key: string, proven: AuthenticFields): AuthenticFields {
    this.ordered = [key, ...this.ordered.filter((other) => other !== key)];
    return proven;
  }
}
