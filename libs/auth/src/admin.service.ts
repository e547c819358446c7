import { AppConfig, Clock, DomainError, Random, SettingsError } from '@app/common';
import { inTransaction, named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { EntityManager, IsNull } from 'typeorm';
import type { AdminRole } from './admin-role';
import { AdminSecrets, type Attempt } from './admin-secrets';
import { Admin } from './admin.entity';
import { adminCaller } from './caller';
import { isSecret } from './secret-hash';
import { keepSecretFile, readSecretFile } from './secret-file';
import { SessionService } from './session.service';

/** Instances that start together make one admin: the second waits here, and finds him. */
const ONE_BOOTSTRAP = `select pg_advisory_xact_lock(hashtextextended('minimall:admin-bootstrap', 0))`;

const INSERT_OWNER = `
  insert into admin (account, secret_hash, role, created_at) values ($1, $2, 'owner', now() + $3::interval)`;

const LOCK_ROLE = 'select role from admin where id = $1 for no key update';

type Owner = Pick<Admin, 'account' | 'secretHash'>;

/** The owner, with the secret where the shop made that up itself. */
export interface Bootstrapped {
  account: string;
  secret?: string;
}

@Injectable()
export class AdminService {
  constructor(
    private readonly db: EntityManager,
    private readonly secrets: AdminSecrets,
    private readonly sessions: SessionService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** An unknown account and a locked one cost the same work, and get the same answer, as a wrong secret. */
  async logIn(attempt: Attempt): Promise<string> {
    const admin = await this.secrets.open(attempt);
    const token = admin && (await this.openSession(admin));
    if (!token) throw new DomainError('badCredentials');
    return token;
  }

  /** Not where the secret was changed, or the admin disabled, since it was looked at. */
  private openSession({ id, secretHash }: Admin): Promise<string | undefined> {
    return inTransaction(this.db, async (tx) => {
      const lock = { mode: 'pessimistic_read' } as const;
      const still = await tx.findOne(Admin, { where: { id, secretHash, disabledAt: IsNull() }, lock });
      return still ? this.sessions.openIn(tx, adminCaller(id)) : undefined;
    });
  }

  /** What he may do; until the transaction is over nobody decides anything else in his name. */
  async lockRole(tx: EntityManager, id: number): Promise<AdminRole | undefined> {
    const [admin] = await named<{ role: AdminRole }>(tx, 'admin.lock_role', LOCK_ROLE, [id]);
    return admin?.role;
  }

  /** Makes the owner at the first start; at every start tells who he is. */
  async bootstrap(): Promise<Bootstrapped> {
    const owner = await inTransaction(this.db, async (tx) => {
      await tx.query(ONE_BOOTSTRAP);
      const [known] = await tx.find(Admin, { order: { id: 'ASC' }, take: 1 });
      return known ?? this.makeOwner(tx);
    });
    return this.introduced(owner);
  }

  private async makeOwner(tx: EntityManager): Promise<Owner> {
    const secret = this.config.ADMIN_SECRET ?? this.inventSecret();
    const secretHash = await this.secrets.hash(secret);
    const owner = { account: this.config.ADMIN_ACCOUNT, secretHash };
    await tx.query(INSERT_OWNER, [owner.account, owner.secretHash, this.clock.offset]);
    return owner;
  }

  private inventSecret(): string {
    const { WORLD, DATA_DIR } = this.config;
    if (WORLD === 'live') throw new SettingsError('WORLD=live needs ADMIN_SECRET at its first start.');
    return keepSecretFile(DATA_DIR, this.random.bytes(12).toString('base64url'));
  }

  /** The file may belong to another database's admin: a secret that opens nothing is not shown. */
  private async introduced({ account, secretHash }: Owner): Promise<Bootstrapped> {
    const secret = this.config.WORLD === 'sandbox' ? readSecretFile(this.config.DATA_DIR) : undefined;
    return secret && (await isSecret(secret, secretHash)) ? { account, secret } : { account };
  }
}
