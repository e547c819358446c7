import { Clock, DomainError, Random } from '@app/common';
import { named } from '@app/database';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SessionCache } from './session-cache';

/** Whoever writes something for this shopper meanwhile, an address or an order, waits here and is then refused. */
const LOCK = 'SELECT openid, erased_at IS NOT NULL AS "isErased" FROM shopper WHERE id = $1 FOR UPDATE';

/** The row stays for his orders and their money, and nobody can log in as him any more. */
const ERASE = `
  WITH ended AS (
    DELETE FROM session WHERE shopper_id = $1 RETURNING encode(token_hash, 'hex') AS hash
  ), forgotten AS (
    DELETE FROM idempotency_key WHERE caller = 'shopper:' || $1::int4
  ), erased AS (
    UPDATE shopper SET openid = $2, phone = NULL, erased_at = now() + $3::interval,
                       disabled_at = COALESCE(disabled_at, now() + $3::interval)
     WHERE id = $1
  )
  SELECT hash FROM ended`;

/** 注销, this room's share of it: who he is, his tokens, what he was answered. */
@Injectable()
export class ShopperErasure {
  constructor(
    private readonly cache: SessionCache,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** His openid, with his row locked; nothing where he was erased before. */
  async lock(tx: EntityManager, shopperId: number): Promise<string | undefined> {
    const [shopper] = await named<{ openid: string; isErased: boolean }>(tx, 'shopper.lock', LOCK, [
      shopperId,
    ]);
    if (!shopper) throw new DomainError('shopperNotFound');
    return shopper.isErased ? undefined : shopper.openid;
  }

  /** Answers the hashes of the tokens that he had. */
  async erase(tx: EntityManager, shopperId: number): Promise<string[]> {
    const nobody = `erased:${this.random.hex(16)}`;
    const ended = await named<{ hash: string }>(tx, 'shopper.erase', ERASE, [
      shopperId,
      nobody,
      this.clock.offset,
    ]);
    return ended.map(({ hash }) => hash);
  }

  /** After the commit: a read under way would bring them back into the cache. */
  forget(tokenHashes: string[]): Promise<void> {
    return this.cache.forget(tokenHashes);
  }
}
