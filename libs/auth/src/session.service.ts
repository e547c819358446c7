import { AppConfig, Clock, Random } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { EntityManager } from 'typeorm';
import type { AdminRole } from './admin-role';
import type { CallerIdentity, LiveSession } from './caller';
import type { Scope } from './scope';
import { SessionCache } from './session-cache';
import { END_ALL } from './session-sql';

const TOKEN = /^[0-9a-f]{64}$/;

/** Every login also carries a few expired rows out, so neither table grows for ever; nobody waits for a lock. */
const OPEN = `
  with old_sessions as (
    delete from session where token_hash in (
      select token_hash from session where expires_at <= now() + $6::interval
      order by expires_at limit 10 for update skip locked)
  ), old_keys as (
    delete from idempotency_key where (caller, key) in (
      select caller, key from idempotency_key where created_at <= now() + $6::interval - interval '24 hours'
      order by created_at limit 10 for update skip locked)
  )
  insert into session (token_hash, shopper_id, admin_id, scope, created_at, expires_at)
  values ($1, $2, $3, $4, now() + $6::interval, now() + $6::interval + make_interval(secs => $5))`;

/** A session of a disabled shopper or admin is none, even where nobody ended it. */
const FIND = `
  select coalesce(shopper_id, admin_id) as id, scope, admin.role, expires_at as "expiresAt"
  from session
  left join shopper on shopper.id = shopper_id
  left join admin on admin.id = admin_id
  where token_hash = $1 and expires_at > now() + $2::interval
    and shopper.disabled_at is null and admin.disabled_at is null`;

const END = 'delete from session where token_hash = $1';

type Owner = Pick<CallerIdentity, 'kind' | 'id'>;

interface SessionRow {
  id: number;
  scope: Scope;
  role: AdminRole | null;
  expiresAt: Date;
}

/** Tokens: handed out once, kept as a hash, looked up through the cache, ended in both. */
@Injectable()
export class SessionService {
  constructor(
    private readonly db: EntityManager,
    private readonly cache: SessionCache,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  open(caller: CallerIdentity): Promise<string> {
    return this.openIn(this.db, caller);
  }

  async openIn(tx: EntityManager, caller: CallerIdentity): Promise<string> {
    const token = this.random.hex(32).toLowerCase();
    await named(tx, 'session.open', OPEN, [
      Buffer.from(hashOf(token), 'hex'),
      ...ownerOf(caller),
      caller.scope,
      this.config.TOKEN_TTL_SECONDS,
      this.clock.offset,
    ]);
    return token;
  }

  /** The session of a usable token, else nothing. */
  async find(token: string | undefined): Promise<LiveSession | undefined> {
    if (!token || !TOKEN.test(token)) return undefined;
    const tokenHash = hashOf(token);
    const session = await this.cache.recall(tokenHash, () => this.read(tokenHash));
    // The cache counts in real time, a session in the shop's.
    return session && session.expiresAt > this.clock.now().getTime() ? session : undefined;
  }

  /** The same session as the table has it this moment, past the cache. */
  async confirm(session: LiveSession | undefined): Promise<LiveSession | undefined> {
    return (session && (await this.read(session.tokenHash))) ?? undefined;
  }

  async end({ tokenHash }: LiveSession): Promise<void> {
    await named(this.db, 'session.end', END, [Buffer.from(tokenHash, 'hex')]);
    await this.cache.forget([tokenHash]);
  }

  /** Every session of one shopper or admin, as when he is disabled. */
  async endAllOf(caller: Owner): Promise<void> {
    await this.forget(await this.endAllIn(this.db, caller));
  }

  /** The same within a transaction, but for one that may stay; answers what to `forget` after its commit. */
  async endAllIn(tx: EntityManager, caller: Owner, but?: LiveSession): Promise<string[]> {
    const stays = but && Buffer.from(but.tokenHash, 'hex');
    const params = [...ownerOf(caller), stays];
    const ended = await named<{ tokenHash: string }>(tx, 'session.endAll', END_ALL, params);
    return ended.map(({ tokenHash }) => tokenHash);
  }

  forget(tokenHashes: string[]): Promise<void> {
    return this.cache.forget(tokenHashes);
  }

  private async read(tokenHash: string): Promise<LiveSession | null> {
    const params = [Buffer.from(tokenHash, 'hex'), this.clock.offset];
    const [row] = await named<SessionRow>(this.db, 'session.find', FIND, params);
    if (!row) return null;
    const { id, scope, role, expiresAt } = row;
    const caller = { kind: KIND_OF[scope], id, scope };
    return { tokenHash, caller, role: role ?? undefined, expiresAt: expiresAt.getTime() };
  }
}

const KIND_OF: Record<Scope, CallerIdentity['kind']> = { 16: 'shopper', 32: 'admin' };

/** Shopper id, admin id: one of them is null. */
function ownerOf({ kind, id }: Owner): [number | null, number | null] {
  return kind === 'shopper' ? [id, null] : [null, id];
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
