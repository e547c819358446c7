import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually, Shop } from '../given/shop';
import { due, statusOf, SUCCESS, V2, Webhook, type Due } from './webhook';

/** The shop's own connections, and the notices'. */
const [OWN, NOTICES] = [10, 4];
const WECHAT_WAITS_MS = 5_000;

let shop: Shop;
let webhook: Webhook;
beforeAll(async () => {
  shop = await Shop.open(V2);
  webhook = new Webhook(shop);
});
afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});
afterAll(async () => {
  await webhook.close();
  await shop.stop();
});

describe('[F34] while every connection is taken', () => {
  it('by shoppers, a notice still settles in time', async () => {
    const [locked, order] = [await due(shop), await due(shop)];
    const release = await lock(locked);
    const impatient = Array.from({ length: 3 * OWN }, () =>
      locked.shopper.post(`/order/${locked.id}/cancel`),
    );
    const taken = await eventually(waiting, (count) => count >= OWN);

    const { body, ms } = await webhook.send(webhook.notice(order));
    const meanwhile = await waiting();
    await release();
    const answers = await Promise.all(impatient);

    expect(taken).toBe(OWN);
    // One or two may be between two tries.
    expect(meanwhile).toBeGreaterThan(OWN / 2);
    expect(body).toBe(SUCCESS);
    expect(ms).toBeLessThan(WECHAT_WAITS_MS);
    expect(await statusOf(shop, order)).toBe(2);
    expect(answers.every(({ status }) => status === 201 || status === 503)).toBe(true);
  });

  it('by notices, a shopper still orders and pays', async () => {
    const locked = await due(shop);
    const release = await lock(locked);
    const rushing = Array.from({ length: 3 * NOTICES }, () => webhook.send(webhook.notice(locked)));
    const taken = await eventually(waiting, (count) => count >= NOTICES);

    const order = await due(shop);
    const meanwhile = await waiting();
    await release();
    await Promise.all(rushing);

    expect(taken).toBe(NOTICES);
    expect(meanwhile).toBeGreaterThan(NOTICES / 2);
    expect(await statusOf(shop, order)).toBe(1);
  });
});

/** Nobody else gets on with this order until it is released. */
async function lock({ id }: Due): Promise<() => Promise<void>> {
  const other = await shop.db.connect();
  await other.query('BEGIN');
  await other.query('SELECT FROM customer_order WHERE id = $1 FOR UPDATE', [id]);
  return async () => {
    await other.query('ROLLBACK');
    other.release();
  };
}

async function waiting(): Promise<number> {
  const { rows } = await shop.db.query(
    `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0].count as number;
}
