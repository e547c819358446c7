import { Clock, Random } from '@app/common';
import { named } from '@app/database';
import { Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { EntityManager } from 'typeorm';
import type { Admin } from './admin.entity';
import { NOTE_GUESS, UNLOCK } from './login-guess-sql';
import { DECOY_HASH, hashSecret, isSecret, SALT_BYTES } from './secret-hash';
import { Turnstile } from './turnstile';

/** Secrets of admins, and the lock before them: who guesses five times in vain waits a quarter of an hour. */
@Injectable()
export class AdminSecrets {
  private readonly logger = new Logger(AdminSecrets.name);
  /** A flood of guesses must not take all the threads that files and DNS need too. */
  private readonly turnstile = new Turnstile(2, 40);

  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /**
   * Whether this opens the account. It is worked out first and the lock asked last: an unknown account, a locked
   * one and a wrong secret all cost the same, and of guesses that race none gets past the lock.
   */
  async open(account: string, secret: string, admin: Admin | null): Promise<boolean> {
    const stored = admin?.secretHash ?? DECOY_HASH;
    const isRight = (await this.turnstile.pass(() => isSecret(secret, stored))) && admin !== null;
    const [guess] = await named<{ isLocked: boolean; isNew: boolean }>(this.db, 'admin.guess', NOTE_GUESS, [
      hashOf(account),
      isRight,
      this.clock.offset,
    ]);
    const isLocked = guess?.isLocked ?? true;
    const caller = `admin:${admin?.id ?? 'unknown'}`;
    if (guess?.isNew) this.logger.warn({ event: 'adminLockedOut', caller });
    if (!isRight || isLocked) this.logger.warn({ event: 'adminLoginRefused', caller });
    return isRight && !isLocked;
  }

  hash(secret: string): Promise<string> {
    return this.turnstile.pass(() => hashSecret(secret, this.random.bytes(SALT_BYTES)));
  }

  async unlock(account: string): Promise<void> {
    await named(this.db, 'admin.unlock', UNLOCK, [hashOf(account)]);
  }
}

/** Of an account that does not exist too, which may be what somebody typed into the wrong field. */
function hashOf(account: string): Buffer {
  return createHash('sha256').update(account).digest();
}
