import { Injectable } from '@nestjs/common';
import KeyvRedis, { Keyv } from '@keyv/redis';
import { createCache } from 'cache-manager';
import type { LiveSession } from './caller';
import { Redis } from './redis';

/**
 * The longest that anybody believes a session which ended elsewhere, also where a delete did not reach Redis
 * or met a read under way.
 */
const TTL_MS = 5_000;
const MAX_IN_PROCESS = 20_000;

/** The door in front of the session table: in this process, or in the Redis that all processes share. */
@Injectable()
export class SessionCache {
  private readonly cache;

  constructor(redis: Redis) {
    this.cache = createCache({ stores: [redis.client ? sharedStore(redis) : ownStore()], ttl: TTL_MS });
  }

  /** Null is remembered too: a token that does not exist never comes to exist. */
  recall(tokenHash: string, read: () => Promise<LiveSession | null>): Promise<LiveSession | null> {
    return this.cache.wrap(tokenHash, read);
  }

  async forget(tokenHashes: string[]): Promise<void> {
    await this.cache.mdel(tokenHashes);
  }
}

function ownStore(): Keyv {
  return new Keyv({ store: new BoundedMap(MAX_IN_PROCESS) });
}

function sharedStore(redis: Redis): Keyv {
  const namespace = `${redis.prefix}:session`;
  const store = new KeyvRedis(redis.client, { namespace, throwOnConnectError: false, throwOnErrors: false });
  const keyv = new Keyv(store, { namespace, useKeyPrefix: false });
  keyv.on('error', redis.reportLoss);
  return keyv;
}

/** Keyv drops an expired entry only when it is asked for again, so the oldest make room here. */
class BoundedMap extends Map<string, unknown> {
  constructor(private readonly limit: number) {
    super();
  }

  override set(key: string, value: unknown): this {
    super.delete(key);
    if (this.size >= this.limit) super.delete(this.keys().next().value ?? '');
    return super.set(key, value);
  }
}
