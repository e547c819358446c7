import { takeBackup } from '@app/database';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breachesOf } from '../given/books';
import type { Client } from '../given/client';
import { eventually, Shop, type Product } from '../given/shop';
import { inTime, nextMorning, reconciled } from '../reconciliation/accounts';
import { backupFolder, removeBackups, restored, type Restored } from './copies';

interface Taken {
  transaction_id: string;
  out_trade_no: string;
  total_fee: number;
}

/** Yesterday's backup, restored after a day on which WeChat took money that it knows nothing of. */
describe.each([{ WECHAT_PAY_GATEWAY: 'v2' }, { WECHAT_PAY_GATEWAY: 'v3' }])(
  'after a restore, %o',
  (settings) => {
    const folder = backupFolder();
    let shop: Shop;
    let copy: Restored;
    let admin: Client;
    let pear: Product;
    const at: Record<string, string> = {};

    beforeAll(async () => {
      shop = await Shop.open(settings);
      await shop.db.query(`INSERT INTO world (name) VALUES ('sandbox')`);
      pear = await shop.product();
      admin = await shop.admin();
    });
    afterAll(async () => {
      await shop.stop();
      await copy.drop();
      removeBackups(folder);
    });

    const place = async (shopper: Client, count = 1) => {
      const { body } = await shopper.post('/order', { products: [{ product_id: pear.id, count }] });
      return { id: body.order_id as number, no: body.order_no as string };
    };
    const taken = async (): Promise<Taken[]> => (await shop.simulator.get('/sim/books')).body.transactions;

    /** The fen of a payment that the restored books know, refunded or sold for. */
    async function accounted({ transaction_id, total_fee }: Taken): Promise<string> {
      const { rows } = await copy.db.query<{ fen: number; status: number; refunded: number }>(
        `SELECT t.fen::int4, o.status,
              (SELECT COALESCE(sum(r.fen), 0)::int4 FROM refund r
                WHERE r.money_transaction_id = t.id AND r.state = 'success') AS refunded
         FROM money_transaction t JOIN customer_order o ON o.id = t.order_id WHERE t.transaction_id = $1`,
        [transaction_id],
      );
      if (!rows[0]) return caseOf(transaction_id);
      if (rows[0].refunded === total_fee) return 'refunded';
      return rows[0].status === 2 && rows[0].fen === total_fee ? 'sold' : 'open';
    }

    async function caseOf(transactionId: string): Promise<string> {
      const { rows } = await copy.db.query<{ kind: string }>(
        `SELECT kind FROM case_file WHERE subject = $1 AND state = 'open'`,
        [transactionId],
      );
      return rows[0]?.kind ?? 'nobody knows of it';
    }

    async function whatBecameOf(orderNo: string): Promise<string> {
      const payment = (await taken()).find(({ out_trade_no }) => out_trade_no === orderNo);
      return accounted(payment!);
    }

    it('the shop finds by itself what was paid for orders that it had asked money for', async () => {
      const ann = await shop.shopper('ann');
      const [sold, asked, placed] = [await place(ann), await place(ann, 2), await place(ann, 3)];
      await shop.pay(await prepay(ann, sold.id));
      const open = await prepay(ann, asked.id);
      await takeBackup(shop.config.directUrl!, path.join(folder, 'yesterday.backup'));

      // The day that is lost, with every notice acknowledged by the shop that is lost.
      await shop.pay(open);
      await shop.pay(await prepay(ann, placed.id));
      const unknown = await place(ann, 4);
      await shop.pay(await prepay(ann, unknown.id));
      Object.assign(at, { sold: sold.no, asked: asked.no, placed: placed.no, unknown: unknown.no });

      copy = await restored(path.join(folder, 'yesterday.backup'));
      await shop.reopen({ DATABASE_URL: copy.url });
      await shop.later(600);

      expect(await whatBecameOf(at.sold!)).toBe('sold');
      expect(
        await eventually(
          () => whatBecameOf(at.asked!),
          (seen) => seen === 'sold',
        ),
      ).toBe('sold');
    });

    it('it closes what its books do not know as asked for, and believes nothing that nobody told it', async () => {
      await shop.later(1800);
      const closed = await eventually(
        async () => (await admin.get('/order/paginate?status=7')).body.data.length,
        (count) => count === 1,
      );

      expect(closed).toBe(1);
      expect(await whatBecameOf(at.placed!)).toBe('nobody knows of it');
      expect(await breachesOf(copy.db, await offsetOf(shop))).toEqual([]);
    });

    it('what WeChat took for orders of the lost day is refunded or a case, to the fen', async () => {
      await nextMorning(shop);
      await reconciled(shop, copy.db);
      await inTime(
        shop,
        () => whatBecameOf(at.placed!),
        (seen) => seen === 'refunded',
      );

      const became = await Promise.all(
        (await taken()).map(async (payment) => [payment.total_fee, await accounted(payment)]),
      );
      expect(became.toSorted()).toEqual([
        [1999, 'sold'],
        [3998, 'sold'],
        [5997, 'refunded'],
        [7996, 'payment_unknown'],
      ]);
      expect(await breachesOf(copy.db, await offsetOf(shop))).toEqual([]);
    });
  },
);

async function prepay(shopper: Client, id: number): Promise<{ package: string }> {
  return (await shopper.post('/pay/pre_order', { id })).body;
}

async function offsetOf(shop: Shop): Promise<string> {
  const { body } = await shop.simulator.post('/sim/clock', { advanceSeconds: 1 });
  return `${body.offsetSeconds} seconds`;
}
