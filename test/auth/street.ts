import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freshDatabase, type FreshDatabase } from '../given/database';
import { KeptLog, openShop, type Shop } from './shop';
import { openWeChat, type WeChat } from './wechat';

/** A database and a WeChat, and as many instances of the shop on them as a test opens; all closed together. */
export class Street {
  readonly log = new KeptLog();
  private readonly shops: Shop[] = [];

  private constructor(
    readonly database: FreshDatabase,
    readonly wechat: WeChat,
    readonly dataDir: string,
  ) {}

  static async open(): Promise<Street> {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'minimall-auth-'));
    return new Street(await freshDatabase(), await openWeChat(), dataDir);
  }

  get settings() {
    return { DATABASE_URL: this.database.url, DATA_DIR: this.dataDir, WECHAT_API_URL: this.wechat.url };
  }

  async shop(settings: Record<string, string> = {}): Promise<Shop> {
    const shop = await openShop({ ...this.settings, ...settings }, this.log);
    this.shops.push(shop);
    return shop;
  }

  async close(): Promise<void> {
    await Promise.all(this.shops.map((shop) => shop.close()));
    await this.wechat.close();
    await this.database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
