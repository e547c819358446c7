import { Clock, DomainError } from '@app/common';
import { inTransaction, named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import type { AdminRole } from './admin-role';
import { AdminSecrets } from './admin-secrets';
import { Admin } from './admin.entity';
import type { LiveSession } from './caller';
import { SessionService } from './session.service';

const LIST = `
  SELECT a.id, a.account, a.role, a.created_at AS "createdAt", a.disabled_at AS "disabledAt",
         EXISTS (SELECT FROM login_guess g WHERE g.account_hash = sha256(convert_to(a.account, 'UTF8'))
                    AND g.locked_until > now() + $1::interval) AS "isLocked"
    FROM admin a ORDER BY a.id`;

const CREATE = `
  INSERT INTO admin (account, secret_hash, role, created_at) VALUES ($1, $2, $3, now() + $4::interval)
  ON CONFLICT (account) DO NOTHING RETURNING id`;

/** Two owners who lower each other meet here. */
const LOCK_OWNERS = `
  SELECT id FROM admin WHERE role = 'owner' AND disabled_at IS NULL ORDER BY id FOR NO KEY UPDATE`;

const SET_ROLE = 'UPDATE admin SET role = $2 WHERE id = $1 RETURNING id';
const DISABLE = `
  UPDATE admin SET disabled_at = COALESCE(disabled_at, now() + $2::interval) WHERE id = $1 RETURNING id`;
const ENABLE = 'UPDATE admin SET disabled_at = NULL WHERE id = $1 RETURNING id';
const SET_SECRET = 'UPDATE admin SET secret_hash = $2 WHERE id = $1 RETURNING id';
/** Not where somebody else changed it meanwhile. */
const SET_OWN_SECRET = 'UPDATE admin SET secret_hash = $2 WHERE id = $1 AND secret_hash = $3 RETURNING id';

export type AdminListed = Omit<Admin, 'secretHash'> & { isLocked: boolean };

export interface AdminWish {
  account: string;
  role: AdminRole;
  secret: string;
}

interface SecretChange {
  old: string;
  fresh: string;
  /** The caller's address. */
  ip: string;
}

/** Who may work in the shop, and as what. Whatever takes something from an admin ends his sessions with it. */
@Injectable()
export class AdminDeskService {
  constructor(
    private readonly db: EntityManager,
    private readonly secrets: AdminSecrets,
    private readonly sessions: SessionService,
    private readonly clock: Clock,
  ) {}

  list(): Promise<AdminListed[]> {
    return named<AdminListed>(this.db, 'admin.list', LIST, [this.clock.offset]);
  }

  async one(id: number): Promise<Admin> {
    const admin = await this.db.findOneBy(Admin, { id });
    if (!admin) throw new DomainError('adminNotFound');
    return admin;
  }

  /** Answers his id. */
  async create({ account, role, secret }: AdminWish): Promise<number> {
    const secretHash = await this.secrets.hash(secret);
    const params = [account, secretHash, role, this.clock.offset];
    const [made] = await named<{ id: number }>(this.db, 'admin.create', CREATE, params);
    if (!made) throw new DomainError('accountTaken');
    return made.id;
  }

  changeRole(id: number, role: AdminRole): Promise<void> {
    return this.endingSessions(id, async (tx) => {
      if (role !== 'owner') await this.keepAnOwner(tx, id);
      return named(tx, 'admin.set_role', SET_ROLE, [id, role]);
    });
  }

  disable(id: number): Promise<void> {
    return this.endingSessions(id, async (tx) => {
      await this.keepAnOwner(tx, id);
      return named(tx, 'admin.disable', DISABLE, [id, this.clock.offset]);
    });
  }

  async enable(id: number): Promise<void> {
    const enabled = await named(this.db, 'admin.enable', ENABLE, [id]);
    if (enabled.length === 0) throw new DomainError('adminNotFound');
  }

  /** Another's: one's own is only changed by who knows it. */
  async resetSecret(id: number, secret: string, by: LiveSession): Promise<void> {
    if (id === by.caller.id) throw new DomainError('ownSecret');
    const secretHash = await this.secrets.hash(secret);
    await this.endingSessions(id, (tx) => named(tx, 'admin.set_secret', SET_SECRET, [id, secretHash]));
  }

  /** Guesses at the old one count as guesses at the login do. */
  async changeOwnSecret(mine: LiveSession, { old, fresh, ip }: SecretChange): Promise<void> {
    const { account } = await this.one(mine.caller.id);
    const admin = await this.secrets.open({ account, secret: old, ip, entryPoint: 'login' });
    if (!admin) throw new DomainError('wrongSecret');

    const params = [admin.id, await this.secrets.hash(fresh), admin.secretHash];
    const change = async (tx: EntityManager) => {
      const changed = await named(tx, 'admin.set_own_secret', SET_OWN_SECRET, params);
      if (changed.length === 0) throw new DomainError('wrongSecret');
      return changed;
    };
    await this.endingSessions(admin.id, change, mine);
  }

  async unlock(id: number): Promise<void> {
    const { account } = await this.one(id);
    await this.secrets.unlock(account);
  }

  private async keepAnOwner(tx: EntityManager, id: number): Promise<void> {
    const owners = await named<{ id: number }>(tx, 'admin.lock_owners', LOCK_OWNERS, []);
    if (owners.length === 1 && owners[0]!.id === id) throw new DomainError('lastOwner');
  }

  private async endingSessions(
    id: number,
    change: (tx: EntityManager) => Promise<unknown[]>,
    but?: LiveSession,
  ): Promise<void> {
    const ended = await inTransaction(this.db, async (tx) => {
      if ((await change(tx)).length === 0) throw new DomainError('adminNotFound');
      return this.sessions.endAllIn(tx, { kind: 'admin', id }, but);
    });
    await this.sessions.forget(ended);
  }
}
