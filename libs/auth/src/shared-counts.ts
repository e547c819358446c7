import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import { callbackify } from 'node:util';
import type { Redis } from './redis';

/** One step, so that no counter is left without its end. */
const COUNT = `
  local count = redis.call('INCR', KEYS[1])
  if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
  return { count, redis.call('PTTL', KEYS[1]) }`;

/** Where @fastify/rate-limit counts when several instances share one Redis. */
export function sharedCounts(
  client: NonNullable<Redis['client']>,
  prefix: string,
): FastifyRateLimitStoreCtor {
  const count = callbackify(async (key: string, windowMs: number) => {
    const asked = { keys: [`${prefix}:count:${key}`], arguments: [String(windowMs)] };
    const [current, ttl] = (await client.eval(COUNT, asked)) as unknown as [number, number];
    return { current, ttl };
  });

  return class SharedCounts implements FastifyRateLimitStore {
    incr(key: string, done: Parameters<FastifyRateLimitStore['incr']>[1], windowMs: number): void {
      count(key, windowMs, done);
    }

    /** Keys already name their budget. */
    child(): FastifyRateLimitStore {
      return this;
    }
  };
}
