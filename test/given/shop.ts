import { AdminService, type AdminRole } from '@app/auth';
import { AppConfig, Clock } from '@app/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'pg';
import { createMall } from '../../apps/mall/src/create-mall';
import { createSimulator, listen } from '../../apps/wechat/src/simulator';
import { ADMIN_SECRET, PLANT_ADMIN, plantedAdmin } from './admins';
import { breachesOf, isOfTime, plant, type Goods, type Product } from './books';
import { freshDatabase } from './database';
import { freePort } from './free-port';
import { plantKeys } from './keys';
import { Client } from './client';

export type { Product };

/** So long background work may take to be where the clock is. */
const CATCH_UP_MS = 15_000;

/** The whole shop on its own database, with a WeChat that really signs; everything through HTTP. */
export class Shop {
  private constructor(
    readonly config: AppConfig,
    readonly db: Pool,
    public mall: NestFastifyApplication,
    private readonly close: () => Promise<void>,
  ) {}

  /** `wayTo` may put something between the mall and its database. */
  static async open(
    settings: Record<string, string> = {},
    wayTo: (databaseUrl: string) => string | Promise<string> = (url) => url,
  ): Promise<Shop> {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'minimall-shop-'));
    plantKeys(dataDir);
    const database = await freshDatabase();
    const config = AppConfig.from({
      PORT: String(await freePort()),
      SIMULATOR_PORT: String(await freePort()),
      SIMULATOR_TLS_PORT: String(await freePort()),
      DATA_DIR: dataDir,
      DATABASE_URL: await wayTo(database.url),
      LOG_LEVEL: 'silent',
      ADMIN_SECRET: 'open sesame',
      // High, not lifted: a shop without limits takes another way through Fastify than the one that people run.
      RATE_LIMIT_PER_MINUTE: '1000000',
      ...settings,
    });
    const simulator = await createSimulator(config);
    await listen(simulator, config);
    const mall = await openMall(config);
    await mall.get(AdminService).bootstrap();
    const db = new Pool({ connectionString: database.url, max: 4 });
    // The pool counts as ended before its last connection is: dropping the database may throw that one out.
    db.on('error', () => undefined);
    const shop = new Shop(config, db, mall, async () => {
      await shop.mall.close();
      await simulator.close();
      await db.end();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    });
    return shop;
  }

  /** The mall stops and comes back with a setting changed, on the same books; `meanwhile` it is closed. */
  async reopen(settings: Partial<AppConfig>, meanwhile?: () => Promise<void>): Promise<void> {
    await this.mall.close();
    await meanwhile?.();
    this.mall = await openMall(Object.assign(new AppConfig(), this.config, settings));
  }

  stop(): Promise<void> {
    return this.close();
  }

  /** Nobody in particular. */
  get visitor(): Client {
    return new Client(`${this.config.PUBLIC_URL}/api/v1`);
  }

  get simulator(): Client {
    return new Client(this.config.WECHAT_PAY_URL);
  }

  /** Somebody who is logged in, with an address unless `address: false`. */
  async shopper(name: string, { address = true } = {}): Promise<Client> {
    const { body } = await this.visitor.post('/token/user', { code: `user:${name}:${nonce()}` });
    const shopper = this.visitor.with(body.token);
    if (address) await shopper.post('/address', ADDRESS);
    return shopper;
  }

  /** The owner, or somebody of a lower role whose account is its name. */
  async admin(role: AdminRole = 'owner'): Promise<Client> {
    const { ADMIN_ACCOUNT: ac, ADMIN_SECRET: se } = this.config;
    if (role === 'owner') return this.adminNamed(ac, se);
    await this.db.query(PLANT_ADMIN, plantedAdmin(role, role));
    return this.adminNamed(role);
  }

  /** An admin by his account. */
  async adminNamed(ac: string, se = ADMIN_SECRET): Promise<Client> {
    const { body } = await this.visitor.post('/token/app', { ac, se });
    return this.visitor.with(body.token);
  }

  /** A product with one sku, or one a size. */
  product(wish: Partial<Goods> = {}): Promise<Product> {
    return plant(this.db, wish);
  }

  async stockOf(skuId: number | undefined): Promise<Stock> {
    const { rows } = await this.db.query<Stock>(
      'SELECT stock, reserved, sold FROM sku_stock WHERE sku_id = $1',
      [skuId],
    );
    return rows[0]!;
  }

  /** The payer confirms; WeChat reports. */
  pay(prepay: { package: string }, wish: object = {}) {
    return this.simulator.post('/sim/pay', { prepay_id: prepay.package.replace('prepay_id=', ''), ...wish });
  }

  async later(seconds: number): Promise<void> {
    await this.simulator.post('/sim/clock', { advanceSeconds: seconds });
  }

  /** The invariants that are broken by the shop's clock; a test ends with none. */
  async breaches(): Promise<string[]> {
    const clock = new Clock(this.config);
    const end = performance.now() + CATCH_UP_MS;
    for (;;) {
      const broken = await breachesOf(this.db, clock.offset);
      if (!broken.some(isOfTime) || performance.now() > end) return broken;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function openMall(config: AppConfig): Promise<NestFastifyApplication> {
  const mall = await createMall(config);
  await mall.listen(config.PORT, '127.0.0.1');
  return mall;
}

interface Stock {
  stock: number;
  reserved: number;
  sold: number;
}

export const ADDRESS = {
  name: '安',
  mobile: '13800138000',
  province: '浙江省',
  city: '杭州市',
  country: '西湖区',
  detail: '龙井路1号',
};

let nonces = 0;

/** Good once, as every code of wx.login. */
export function nonce(): string {
  nonces += 1;
  return `${process.pid}-${nonces}`;
}

/** Waits for what comes by itself; a minute of patience, a tenth of a second between looks. */
export async function eventually<T>(look: () => Promise<T>, good: (seen: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const seen = await look();
    if (good(seen) || tries === 600) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
