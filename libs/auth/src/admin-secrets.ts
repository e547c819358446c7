import { Clock, Random } from '@app/common';
import { named } from '@app/database';
import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { EntityManager, IsNull } from 'typeorm';
import { Admin } from './admin.entity';
import { ATTEMPT_CONTEXT, NOTE_GUESS, UNLOCK } from './login-guess-sql';
import { accountHash, loginNetwork, sourceHash, type EntryPoint } from './login-source';
import { throttleMs } from './login-throttle';
import { DECOY_HASH, hashSecret, isSecret, SALT_BYTES } from './secret-hash';
import { Turnstile, type Sender } from './turnstile';

/** An attempt to open an account. */
export interface Attempt {
  account: string;
  secret: string;
  /** The caller's address. */
  ip: string;
  entryPoint: EntryPoint;
}

/** What is known of an attempt before its secret is checked. */
interface Context {
  admin: Admin | null;
  /** Whether the account was opened from the same source lately. */
  isKnown: boolean;
  recentFailures: number;
}

interface Guess {
  isLocked: boolean;
  isNew: boolean;
}

/** A new secret is hashed for an admin who is logged in. */
const LOGGED_IN: Sender = { lane: 'known', network: 'any' };

/**
 * Secrets of admins, and the lock before them: after five wrong ones from one network the account stays closed to that
 * network for a quarter of an hour. Guesses from elsewhere neither lock nor starve a login from where the account was
 * opened lately.
 */
@Injectable()
export class AdminSecrets {
  private readonly logger = new Logger(AdminSecrets.name);
  /** A flood of guesses must not take all the connections of the pool. */
  private readonly lookups = new Turnstile(4, 10);
  /** Nor all the threads that files and DNS need too. */
  private readonly checks = new Turnstile(2);

  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /**
   * The admin whom this lets in. The secret is checked first and the lock asked last: an unknown account, a locked one
   * and a wrong secret all cost the same, and of guesses that race none gets past the lock.
   */
  async open({ account, secret, ip, entryPoint }: Attempt): Promise<Admin | undefined> {
    const network = loginNetwork(ip);
    const source = [accountHash(account), sourceHash(account, network, entryPoint)];
    const unproven: Sender = { lane: laneOf(entryPoint, false), network };
    const context = await this.lookups.pass(unproven, () => this.contextOf(account, source));
    const { admin, isKnown, recentFailures } = context;
    if (!isKnown) await pause(throttleMs(recentFailures));

    const sender: Sender = { lane: laneOf(entryPoint, isKnown), network };
    const stored = admin?.secretHash ?? DECOY_HASH;
    const isRight = (await this.checks.pass(sender, () => isSecret(secret, stored))) && admin !== null;
    return (await this.isLetIn(source, isRight, admin)) && admin ? admin : undefined;
  }

  hash(secret: string): Promise<string> {
    return this.checks.pass(LOGGED_IN, () => hashSecret(secret, this.random.bytes(SALT_BYTES)));
  }

  async unlock(account: string): Promise<void> {
    await named(this.db, 'admin.unlock', UNLOCK, [accountHash(account)]);
  }

  private async contextOf(account: string, source: Buffer[]): Promise<Context> {
    const admin = await this.db.findOneBy(Admin, { account, disabledAt: IsNull() });
    const params = [...source, this.clock.offset];
    const [past] = await named<Omit<Context, 'admin'>>(this.db, 'admin.attempt', ATTEMPT_CONTEXT, params);
    return { admin, ...past! };
  }

  /** Counts the guess. */
  private async isLetIn(source: Buffer[], isRight: boolean, admin: Admin | null): Promise<boolean> {
    const params = [...source, isRight, this.clock.offset];
    const [guess] = await named<Guess>(this.db, 'admin.guess', NOTE_GUESS, params);
    const { isLocked, isNew } = guess!;
    const caller = `admin:${admin?.id ?? 'unknown'}`;
    if (isNew) this.logger.warn({ event: 'adminLockedOut', caller });
    if (!isRight || isLocked) this.logger.warn({ event: 'adminLoginRefused', caller });
    return isRight && !isLocked;
  }
}

function laneOf(entryPoint: EntryPoint, isKnown: boolean): Sender['lane'] {
  if (entryPoint === 'docs') return 'docs';
  return isKnown ? 'known' : 'stranger';
}
