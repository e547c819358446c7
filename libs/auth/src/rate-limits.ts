import { AppConfig, DomainError } from '@app/common';
import fastifyRateLimit, { normalizeIP } from '@fastify/rate-limit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { PublicBudget } from './access.decorators';
import type { GuardedRequest } from './caller';
import { Redis } from './redis';
import { sharedCounts } from './shared-counts';

/** Guesses at the docs have a small budget of their own, and leave that of the logins alone. */
type AddressBudget = PublicBudget | 'docs';
type Budget = AddressBudget | 'token';
type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

const MINUTE_MS = 60_000;
/** Counters of one budget in one process; the least used make room. */
const MAX_COUNTERS = 20_000;

/** Of one address in a minute. Behind one address may stand a whole city: only what has no token counts so. */
const PER_ADDRESS: Record<AddressBudget, number> = { login: 600, anonymous: 6_000, notice: 6_000, docs: 30 };

/**
 * How often one may ask: a token by itself, and by address a caller without one, a login, a notice of WeChat's,
 * each from a budget of its own. Counted by @fastify/rate-limit, in this process or in Redis.
 */
@Injectable()
export class RateLimits implements OnModuleInit {
  private limiters?: Record<Budget, Limiter>;

  constructor(
    private readonly config: AppConfig,
    private readonly redis: Redis,
    private readonly http: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const perToken = this.config.RATE_LIMIT_PER_MINUTE;
    if (perToken === 0 || !this.http.httpAdapter) return;

    const fastify = this.http.httpAdapter.getInstance<FastifyInstance>();
    const store = this.redis.client && sharedCounts(this.redis.client, this.redis.prefix);
    // Not awaited: that would end Fastify's start here, and routes that come later would have its own error shape.
    // A Redis that is down counts nothing, and refuses nobody.
    void fastify.register(fastifyRateLimit, {
      global: false,
      cache: MAX_COUNTERS,
      skipOnError: true,
      store,
    });
    fastify.addHook('onReady', (done) => {
      this.limiters = {
        token: limiter(fastify, perToken, ({ session }) => `token:${session?.tokenHash}`),
        login: limiter(fastify, PER_ADDRESS.login, ({ ip }) => `login:${networkOf(ip)}`),
        notice: limiter(fastify, PER_ADDRESS.notice, ({ ip }) => `notice:${networkOf(ip)}`),
        anonymous: limiter(fastify, PER_ADDRESS.anonymous, ({ ip }) => `anonymous:${networkOf(ip)}`),
        docs: limiter(fastify, PER_ADDRESS.docs, ({ ip }) => `docs:${networkOf(ip)}`),
      };
      done();
    });
  }

  /** Called once the token was looked up, so that nobody opens a new budget by inventing one. */
  async count(request: GuardedRequest, budget: AddressBudget): Promise<void> {
    const counted = budget === 'anonymous' && request.session ? 'token' : budget;
    const result = await this.limiters?.[counted](request);
    if (result && !result.isAllowed && result.isExceeded) throw new DomainError('tooManyRequests');
  }
}

function limiter(fastify: FastifyInstance, max: number, keyOf: (request: GuardedRequest) => string): Limiter {
  return fastify.createRateLimit({ max, timeWindow: MINUTE_MS, keyGenerator: keyOf });
}

/** An IPv6 customer owns a whole /64. */
function networkOf(ip: string): string {
  return normalizeIP(ip);
}
