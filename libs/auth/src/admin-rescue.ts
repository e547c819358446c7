import { AppConfig, Clock, Random } from '@app/common';
import { inTransaction, named } from '@app/database';
import { Injectable, Module } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { KEEP_ACT } from './admin-act-sql';
import { accountHash } from './login-source';
import { UNLOCK } from './login-guess-sql';
import { hashSecret, isSecret, SALT_BYTES } from './secret-hash';
import { readSecretFile, writeSecretFile } from './secret-file';
import { END_ALL } from './session-sql';

const ADMIN = 'SELECT id, account, secret_hash AS "secretHash", disabled_at AS "disabledAt" FROM admin';
const BY_ACCOUNT = `${ADMIN} WHERE account = $1 FOR UPDATE`;
/** The one that the shop made at its first start. */
const OWNER = `${ADMIN} ORDER BY id LIMIT 1 FOR UPDATE`;
const SET_SECRET = 'UPDATE admin SET secret_hash = $2, disabled_at = NULL WHERE id = $1';

interface Row {
  id: number;
  account: string;
  secretHash: string;
  disabledAt: Date | null;
}

export interface Credentials {
  account: string;
  secret: string;
}

/**
 * An owner's way back at the machine, without a login. The log of acts names each as an act of the admin whom it lets
 * in, made by no request.
 */
@Injectable()
export class AdminRescue {
  constructor(
    private readonly db: EntityManager,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** 解锁. Whether there is such an account. */
  unlock(account: string): Promise<boolean> {
    return inTransaction(this.db, async (tx) => {
      const [admin] = await named<Row>(tx, 'admin.rescued', BY_ACCOUNT, [account]);
      if (!admin) return false;
      await named(tx, 'admin.unlock', UNLOCK, [accountHash(account)]);
      await this.keepAct(tx, admin.id, 'unlock');
      return true;
    });
  }

  /**
   * 重置密码. A new secret, for an account that may have been locked or disabled; its sessions end. Answers it, or
   * nothing where there is no such account.
   */
  reset(account: string): Promise<string | undefined> {
    return inTransaction(this.db, async (tx) => {
      const [admin] = await named<Row>(tx, 'admin.rescued', BY_ACCOUNT, [account]);
      return admin && this.resetIn(tx, admin);
    });
  }

  /** Of a sandbox that was restored: its owner, with a new secret where the folder holds none that opens. */
  owner(): Promise<Credentials | undefined> {
    return inTransaction(this.db, async (tx) => {
      const [owner] = await named<Row>(tx, 'admin.owner', OWNER, []);
      if (!owner) return undefined;
      const kept = readSecretFile(this.config.DATA_DIR);
      const isGood = kept !== undefined && (await isSecret(kept, owner.secretHash));
      return { account: owner.account, secret: isGood ? kept : await this.resetIn(tx, owner) };
    });
  }

  private async resetIn(tx: EntityManager, { id, account }: Row): Promise<string> {
    const secret = this.random.bytes(12).toString('base64url');
    await named(tx, 'admin.rescue', SET_SECRET, [
      id,
      await hashSecret(secret, this.random.bytes(SALT_BYTES)),
    ]);
    await named(tx, 'session.end_all', END_ALL, [undefined, id, undefined]);
    await named(tx, 'admin.unlock', UNLOCK, [accountHash(account)]);
    await this.keepAct(tx, id, 'reset');
    const [owner] = await named<Row>(tx, 'admin.owner', OWNER, []);
    // The banner shows what this file holds.
    if (this.config.WORLD === 'sandbox' && owner?.id === id) writeSecretFile(this.config.DATA_DIR, secret);
    return secret;
  }

  private async keepAct(tx: EntityManager, id: number, act: string): Promise<void> {
    const targets = JSON.stringify({ id: String(id) });
    const row = [id, this.clock.offset, 'CLI', `/cli/${act}`, targets, 200, this.random.hex(8)];
    await named(tx, 'admin_act.keep', KEEP_ACT, row);
  }
}

/** All of this library that the commands at the machine need. */
@Module({ providers: [AdminRescue], exports: [AdminRescue] })
export class AdminRescueModule {}
