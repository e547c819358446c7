import { Clock, Random } from '@app/common';
import { inTransaction, named } from '@app/database';
import { Injectable, Module } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { KEEP_ACT } from './admin-act-sql';
import { accountHash } from './login-source';
import { UNLOCK } from './login-guess-sql';

const ID_OF = 'SELECT id FROM admin WHERE account = $1';

/** 解锁 at the machine, without a login: the only owner may be the admin who is locked out. */
@Injectable()
export class AdminUnlock {
  constructor(
    private readonly db: EntityManager,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** Whether there is such an account. The log of acts names it as an act of the unlocked admin, made by no request. */
  unlock(account: string): Promise<boolean> {
    return inTransaction(this.db, async (tx) => {
      const [admin] = await named<{ id: number }>(tx, 'admin.id_of', ID_OF, [account]);
      if (!admin) return false;
      await named(tx, 'admin.unlock', UNLOCK, [accountHash(account)]);
      const targets = JSON.stringify({ id: String(admin.id) });
      const act = [admin.id, this.clock.offset, 'CLI', '/cli/unlock', targets, 200, this.random.hex(8)];
      await named(tx, 'admin_act.keep', KEEP_ACT, act);
      return true;
    });
  }
}

/** All of this library that `npm run unlock` needs. */
@Module({ providers: [AdminUnlock], exports: [AdminUnlock] })
export class AdminUnlockModule {}
