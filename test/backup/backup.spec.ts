import { takeBackup } from '@app/database';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breachesOf } from '../given/books';
import type { Answer, Client } from '../given/client';
import { openSeededShop } from '../given/seeded';
import { nonce, type Product, type Shop } from '../given/shop';
import { backupFolder, contentsOf, removeBackups, restored, type Restored } from './copies';

/** `BACKUP_BUYERS=64 npm test -- test/backup/backup` is the long form. */
const BUYERS = Number(process.env.BACKUP_BUYERS ?? 12);
const ROUNDS = BUYERS > 12 ? 8 : 3;

describe('a backup', () => {
  const folder = backupFolder();
  const file = path.join(folder, 'shop.backup');
  const copies: Restored[] = [];
  let shop: Shop;
  let pear: Product;
  beforeAll(async () => {
    shop = await openSeededShop({ MAX_OPEN_ORDERS: '0' });
    pear = await shop.product({ stock: 1_000_000 });
    await shop.db.query(`INSERT INTO world (name) VALUES ('sandbox')`);
  });
  afterAll(async () => {
    await Promise.all(copies.map((copy) => copy.drop()));
    await shop.stop();
    removeBackups(folder);
  });

  async function bring(from: string): Promise<Restored> {
    const copy = await restored(from);
    copies.push(copy);
    return copy;
  }

  /** WeChat repeats notices, and sweeps work, when they like: one that nothing was written beside. */
  async function backedUpInAMomentOfQuiet() {
    for (;;) {
      const before = await contentsOf(shop.db);
      const { rows } = await takeBackup(shop.config.directUrl!, file);
      const contents = await contentsOf(shop.db);
      if (JSON.stringify(before) === JSON.stringify(contents)) return { contents, rows };
    }
  }

  it(
    `taken under ${BUYERS} buyers and restored elsewhere breaks no promise`,
    { timeout: 60_000 + BUYERS * 4_000 },
    async () => {
      const buyers = await Promise.all(Array.from({ length: BUYERS }, (_, i) => shop.shopper(`buyer-${i}`)));
      const told: number[] = [];
      const buying = Promise.all(buyers.map((buyer) => buyOn(shop, buyer, { pear, told })));
      while (told.length < BUYERS) await pause(5);
      const before = [...told];

      await takeBackup(shop.config.directUrl!, file);
      await buying;
      const { db } = await bring(file);

      const inCopy = await paidIn(db);
      expect(await breachesOf(db)).toEqual([]);
      expect(inCopy).toEqual(expect.arrayContaining(before));
      expect(inCopy.length).toBeLessThan((await paidIn(shop.db)).length);
    },
  );

  it('of a quiet shop is that shop, to the last byte of its pictures', { timeout: 120_000 }, async () => {
    const { contents, rows } = await backedUpInAMomentOfQuiet();

    const { db } = await bring(file);

    expect(await contentsOf(db)).toEqual(contents);
    expect(rows.picture).toBeGreaterThan(10);
    expect(Object.keys(rows)).not.toContain('wechat_access_token');
  });

  it('is one file that its owner alone can read, with nothing unfinished beside it', () => {
    expect(readdirSync(folder)).toEqual(['shop.backup']);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('goes on being a shop: its numbers go on, and what was open can be paid', async () => {
    const ann = await shop.shopper('ann');
    const open = await ann.post('/order', { products: [{ product_id: pear.id, count: 2 }] });
    await takeBackup(shop.config.directUrl!, file);
    const { url, db } = await bring(file);

    await shop.reopen({ DATABASE_URL: url });
    const next = await ann.post('/order', { products: [{ product_id: pear.id, count: 1 }] });
    const prepay = await ann.post('/pay/pre_order', { id: open.body.order_id });
    await shop.pay(prepay.body);
    const paid = await ann.get(`/order/${open.body.order_id}`);
    const broken = await breachesOf(db);
    await shop.reopen({ DATABASE_URL: shop.config.DATABASE_URL });

    expect(next.body.order_id).toBeGreaterThan(open.body.order_id);
    expect(paid.body.status).toBe(2);
    expect(broken).toEqual([]);
  });

  it('that is broken off leaves no half of it', async () => {
    const broken = takeBackup(
      shop.config.directUrl!,
      path.join(folder, 'half.backup'),
      AbortSignal.timeout(5),
    );

    await expect(broken).rejects.toThrow(/abort/i);
    expect(readdirSync(folder)).toEqual(['shop.backup']);
  });
});

async function buyOn(shop: Shop, buyer: Client, { pear, told }: { pear: Product; told: number[] }) {
  for (let round = 0; round < ROUNDS; round += 1) {
    const key = { 'idempotency-key': nonce() };
    const products = [{ product_id: pear.id, count: 1 }];
    const { order_id } = await insist(() => buyer.post('/order', { products }, key));
    const paid = await shop.pay(await insist(() => buyer.post('/pay/pre_order', { id: order_id })));
    if (paid.body.notified.some(({ body }: { body: string }) => body.includes('SUCCESS')))
      told.push(order_id);
  }
}

/** A busy shop may say "later", and a good client comes again. */
async function insist(ask: () => Promise<Answer>): Promise<Answer['body']> {
  for (;;) {
    const { status, body } = await ask();
    if (status === 200) return body;
    if (![409, 503].includes(status)) throw new Error(`${status} ${JSON.stringify(body)}`);
    await pause(100);
  }
}

async function paidIn(db: Pool): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>('SELECT id FROM customer_order WHERE status = 2');
  return rows.map(({ id }) => id);
}
