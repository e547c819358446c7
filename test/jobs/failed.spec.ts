import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { Shop } from '../given/shop';

const UNKNOWN = { status: 404, body: { error_code: 30025 } };

let shop: Shop;
let operator: Client;

beforeAll(async () => {
  shop = await Shop.open();
  operator = await shop.admin('operator');
});
afterAll(() => shop.stop());

/** A job that nobody in this shop does, with so many tries behind it. */
async function asked(n: number, tries: number): Promise<number> {
  const { rows } = await shop.db.query<{ id: string }>(
    `SELECT id FROM graphile_worker.add_job('mend', json_build_object('n', $1::int), max_attempts => 3)`,
    [n],
  );
  const id = Number(rows[0]!.id);
  await shop.db.query(
    `UPDATE graphile_worker._private_jobs
        SET attempts = $2, last_error = E'the robot is asleep\\n    at Robot.wake' WHERE id = $1`,
    [id, tries],
  );
  return id;
}

async function failedIds(page = ''): Promise<number[]> {
  const { body } = await operator.get(`/admin/job/failed${page}`);
  return body.data.map(({ id }: { id: number }) => id);
}

describe('failed jobs', () => {
  it('are listed to the merchant, newest first, those alone that are not tried again', async () => {
    const [first, second] = [await asked(1, 3), await asked(2, 3)];
    await asked(3, 2);

    const { body } = await operator.get('/admin/job/failed');

    expect(body).toEqual({
      data: [second, first].map((id, index) => ({
        id,
        name: 'mend',
        payload: { n: 2 - index },
        tries: 3,
        error: 'the robot is asleep',
        fail_time: expect.stringMatching(/^20\d\d-/),
      })),
      next: null,
    });
    expect(await failedIds(`?before=${second}&size=1`)).toEqual([first]);
  });

  it('are tried again from the start, or dropped', async () => {
    const [mended, hopeless] = [await asked(4, 3), await asked(5, 3)];

    const retried = await operator.post(`/admin/job/failed/${mended}/retry`);
    const dropped = await operator.delete(`/admin/job/failed/${hopeless}`);

    expect([retried, dropped]).toMatchObject([
      { status: 201, body: { msg: 'ok' } },
      { status: 200, body: { msg: 'ok' } },
    ]);
    const { rows } = await shop.db.query(
      'SELECT id::int4, attempts FROM graphile_worker._private_jobs WHERE id = ANY($1)',
      [[mended, hopeless]],
    );
    expect(rows).toEqual([{ id: mended, attempts: 0 }]);
  });

  it('are neither retried nor dropped where there is none, or one that is still tried', async () => {
    const waiting = await asked(6, 1);

    for (const id of [waiting, 2_000_000_000]) {
      expect(await operator.post(`/admin/job/failed/${id}/retry`)).toMatchObject(UNKNOWN);
      expect(await operator.delete(`/admin/job/failed/${id}`)).toMatchObject(UNKNOWN);
    }
  });
});
