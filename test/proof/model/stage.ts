import { Sweep } from '@app/common';
import { WeChatHttp } from '@app/wechat';
import { ModulesContainer } from '@nestjs/core';
import { Client as Connection } from 'pg';
import { breachesOf } from '../../given/books';
import type { Client } from '../../given/client';
import { Shop } from '../../given/shop';

/** How the shop of some walks is set up. */
export interface World {
  gateway: 'v2' | 'v3';
  policy: 'reserve' | 'on_payment';
  freightFen: number;
}

/** Simulated WeChat answers within milliseconds, so a second try need not wait for a real one's recovery. */
const IMPATIENT = { pauseMs: 2 };
/** What orders and money wait for; the others come round by the hour or the day. */
const OF_ORDERS = ['closing orders', 'pending orders', 'refunds', 'shipping uploads'];
/** Nothing sweeps but when a walk says so: the same walk then meets the same moments. */
const NEVER_MS = '86400000';

/** The shop that walks are walked in, one after another; one that a walk has spoilt is not used again. */
export class Stage {
  isSpoilt = false;
  walks = 0;
  offsetSeconds = 0;
  private sweeps: { sweep: Sweep; isOfOrders: boolean }[] = [];

  private constructor(
    readonly world: World,
    readonly shop: Shop,
    public admin: Client,
  ) {
    this.prepare();
  }

  static async open(world: World): Promise<Stage> {
    const shop = await Shop.open({
      WECHAT_PAY_GATEWAY: world.gateway,
      STOCK_POLICY: world.policy,
      TOKEN_TTL_SECONDS: '900000000',
      SWEEP_INTERVAL_MS: NEVER_MS,
      // Enough for what happens at once; every connection more plans the same statements anew.
      DATABASE_POOL: '5',
    });
    const admin = await shop.admin();
    await admin.put('/admin/freight', { base: yuan(world.freightFen) });
    return new Stage(world, shop, admin);
  }

  /** Everything that is due now, by all sweeps at the same time; or what is due of orders alone. */
  async sweep(which: 'all' | 'orders' = 'all'): Promise<void> {
    const chosen = this.sweeps.filter(({ isOfOrders }) => which === 'all' || isOfOrders);
    await Promise.all(chosen.map(({ sweep }) => sweep.now()));
  }

  async later(seconds: number): Promise<void> {
    const { body } = await this.shop.simulator.post('/sim/clock', { advanceSeconds: seconds });
    this.offsetSeconds = body.offsetSeconds;
  }

  /** The invariants that do not hold now. */
  breaches(): Promise<string[]> {
    return breachesOf(this.shop.db, `${this.offsetSeconds} seconds`);
  }

  async restart(): Promise<void> {
    await this.shop.reopen({});
    this.prepare();
  }

  /**
   * Ends the mall as kill -9 does, as seen from outside: its connections to PostgreSQL and to its callers
   * end at once and none can be made, so whatever was under way is neither finished nor undone by it.
   */
  async crash(): Promise<void> {
    await this.database(
      (name) => `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`,
      (name) =>
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = '${name}' AND application_name LIKE 'minimall%'`,
    );
    this.shop.mall.getHttpServer().closeAllConnections();
    await this.shop.reopen({}, () =>
      this.database((name) => `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`),
    );
    this.prepare();
  }

  stop(): Promise<void> {
    return this.shop.stop();
  }

  private prepare(): void {
    const { mall } = this.shop;
    Object.assign(Reflect.get(mall.get(WeChatHttp, { strict: false }), 'limits') as object, IMPATIENT);
    const providers = [...mall.get(ModulesContainer).values()].flatMap((room) => [
      ...room.providers.values(),
    ]);
    this.sweeps = providers
      .flatMap(({ instance }) => Object.values(instance ?? {}) as unknown[])
      .filter((value) => value instanceof Sweep)
      .map((sweep) => ({ sweep, isOfOrders: OF_ORDERS.includes(sweep.name) }));
  }

  private async database(...statements: ((name: string) => string)[]): Promise<void> {
    const address = new URL(this.shop.config.DATABASE_URL!);
    const name = address.pathname.slice(1);
    address.pathname = '/postgres';
    const connection = new Connection({ connectionString: address.href });
    await connection.connect();
    for (const statement of statements) await connection.query(statement(name));
    await connection.end();
  }
}

export function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}

export function fenIn(text: string): number {
  return Math.round(Number(text) * 100);
}
