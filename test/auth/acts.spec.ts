import { NestLog, openLog } from '@app/common';
import { Logger } from '@nestjs/common';
import { createConnection } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../given/client';
import { ADMIN_SECRET } from '../given/admins';
import { eventually, Shop } from '../given/shop';

const SECRET = 'staple-battery-horse';

let shop: Shop;
let owner: Client;
let operator: Client;
let reader: Client;
let lines: string[] = [];

beforeAll(async () => {
  shop = await Shop.open();
  Logger.overrideLogger(new NestLog(openLog('info', { write: (line) => void lines.push(line) })));
  [owner, operator, reader] = [await shop.admin(), await shop.admin('operator'), await shop.admin('reader')];
});
afterEach(() => {
  lines = [];
});
afterAll(() => shop.stop());

/** What a request adds to the log, the oldest first. */
async function acts(act: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const { rows } = await shop.db.query<{ last: string }>(
    'SELECT COALESCE(max(id), 0) AS last FROM admin_act',
  );
  await act();
  const { body } = await owner.get('/admin/act?size=100');
  const since = body.data.filter(({ id }: { id: number }) => id > Number(rows[0]!.last));
  return since.toReversed();
}

describe('the log of acts', () => {
  it('has what an admin did: who, when, which route, about what, and its answer', async () => {
    const { body: me } = await operator.get('/admin/me');
    let answer: Awaited<ReturnType<Client['post']>> | undefined;

    const log = await acts(async () => {
      answer = await operator.post('/admin/bill/2026-01-01/fetch');
    });

    expect(log).toEqual([
      {
        id: expect.any(Number),
        admin_id: me.id,
        account: 'operator',
        method: 'POST',
        route: '/api/v1/admin/bill/:date/fetch',
        targets: { date: '2026-01-01' },
        status: answer!.status,
        request_id: answer!.headers['x-request-id'],
        time: expect.stringMatching(/^20\d\d-/),
      },
    ]);
  });

  it('has what an admin was refused: too low a role, a wrong state, what is not there, a wrong body', async () => {
    const log = await acts(async () => {
      await reader.post('/admin/refund/7/retry');
      await owner.post('/admin/admin/1/disable');
      await operator.put('/order/delivery', { id: 2_000_000_000 });
      await operator.post('/admin/case/1/acknowledge', {});
    });

    const seen = log.map(({ account, route, targets, status }) => [account, route, targets, status]);
    expect(seen).toEqual([
      ['reader', '/api/v1/admin/refund/:id/retry', { id: '7' }, 403],
      ['admin', '/api/v1/admin/admin/:id/disable', { id: '1' }, 409],
      ['operator', '/api/v1/order/delivery', { id: '2000000000' }, 404],
      ['operator', '/api/v1/admin/case/:id/acknowledge', { id: '1' }, 400],
    ]);
  });

  it('has no look at anything, and nothing of shoppers or strangers', async () => {
    const ann = await shop.shopper('ann');

    const log = await acts(async () => {
      await reader.get('/admin/act');
      await reader.get('/order/paginate');
      await ann.post('/admin/refund/1/retry');
      await shop.visitor.post('/admin/refund/1/retry');
      await ann.put('/order/delivery', { id: 1 });
    });

    expect(log).toEqual([]);
  });

  it('keeps no secret and no word of a request', async () => {
    await owner.post('/admin/admin', { account: 'li-account', role: 'reader', secret: SECRET });
    await reader.post('/admin/me/secret', { old_secret: ADMIN_SECRET, secret: SECRET });
    await operator.post('/admin/case/1/acknowledge', { note: '安 13800138000' });

    const { rows } = await shop.db.query<{ text: string }>(
      `SELECT string_agg(a::text, ',') AS text FROM admin_act a`,
    );
    expect(rows[0]!.text).toContain('/api/v1/admin/me/secret');
    expect(rows[0]!.text).not.toMatch(/staple|correct-horse|li-account|13800138000|安/);
  });

  it('has one who hung up before his answer came', async () => {
    const { rows } = await shop.db.query<{ last: string }>('SELECT max(id) AS last FROM admin_act');
    const token = await tokenOf('operator');

    await hangUpAfter(`POST /api/v1/admin/order/41/close HTTP/1.1\r\nHost: x\r\ntoken: ${token}\r\n\r\n`);

    const seen = await eventually(
      async () => (await owner.get('/admin/act?size=1')).body.data[0],
      ({ id }) => id > Number(rows[0]!.last),
    );
    expect(seen).toMatchObject({ route: '/api/v1/admin/order/:id/close', targets: { id: '41' } });
  });

  it('that cannot be written is an error in the log, and changes no answer', async () => {
    await shop.db.query('ALTER TABLE admin_act RENAME TO elsewhere');
    const answer = await operator.post('/admin/bill/2026-01-01/fetch');
    await shop.db.query('ALTER TABLE elsewhere RENAME TO admin_act');

    expect(answer).toMatchObject({ status: 404, body: { error_code: 80008 } });
    const told = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 50);
    expect(told).toMatchObject([
      { event: 'adminActUnwritten', route: 'POST /api/v1/admin/bill/:date/fetch', status: 404 },
    ]);
  });

  it('is read page by page, and by admin, route and time', async () => {
    const { body: me } = await operator.get('/admin/me');
    for (let n = 1; n <= 5; n += 1) await operator.post(`/admin/order/${n}/give_stock`);
    const filter = `/admin/act?admin_id=${me.id}&route=/api/v1/admin/order/:id/give_stock&size=2`;

    const first = (await reader.get(filter)).body;
    const second = (await reader.get(`${filter}&before=${first.next}`)).body;
    const third = (await reader.get(`${filter}&before=${second.next}`)).body;

    const about = [first, second, third].map(({ data }) => data.map((row: Act) => row.targets.id));
    expect(about).toEqual([['5', '4'], ['3', '2'], ['1']]);
    expect(third.next).toBeNull();
    const none = { data: [], next: null };
    expect((await reader.get(`${filter}&to=2026-01-01%2000:00:00`)).body).toEqual(none);
    expect((await reader.get(`${filter}&from=2099-01-01%2000:00:00`)).body).toEqual(none);
    expect((await reader.get(`${filter}&from=2026-01-01%2000:00:00&to=2099-01-01%2000:00:00`)).body).toEqual(
      first,
    );
  });

  it.each([
    'from=2026-02-30',
    'to=2026-13-01%2000:00:00',
    'to=0000-01-01%2000:00:00',
    'admin_id=x',
    'route=x',
    'before=0',
    'size=101',
  ])('is not read by %s', async (query) => {
    expect((await reader.get(`/admin/act?${query}`)).status).toBe(400);
  });

  it('lets the shop delete no act that is younger than 400 days, whatever it asks for', async () => {
    const { rows: before } = await shop.db.query('SELECT count(*) FROM admin_act');
    const app = await shop.db.connect();

    await app.query('SET ROLE minimall_app');
    await app.query(`SELECT let_go_admin_acts('0', '0 seconds', 500)`);
    await app.query('RESET ROLE');
    app.release();

    expect((await shop.db.query('SELECT count(*) FROM admin_act')).rows).toEqual(before);
  });
});

interface Act {
  targets: { id: string };
}

async function tokenOf(account: string): Promise<string> {
  const { body } = await shop.visitor.post('/token/app', { ac: account, se: ADMIN_SECRET });
  return body.token;
}

/** Sends it, and is gone. */
function hangUpAfter(request: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = createConnection(shop.config.PORT, '127.0.0.1', () => {
      socket.write(request, () => {
        socket.destroy();
        resolve();
      });
    });
  });
}
