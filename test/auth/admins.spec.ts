import type { AdminRole } from '@app/auth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_SECRET as SECRET, PLANT_ADMIN, plantedAdmin } from '../given/admins';
import type { Client } from '../given/client';
import { Shop } from '../given/shop';

const OTHER = 'staple-battery-horse';
const NO_TOKEN = { status: 401, body: { error_code: 10001 } };
const TOO_LOW = { status: 403, body: { msg: '权限不够', error_code: 10001 } };
const UNKNOWN = { status: 404, body: { error_code: 30010 } };
const LAST_OWNER = { status: 409, body: { error_code: 30012 } };

let shop: Shop;
let owner: Client;
let accounts = 0;

beforeAll(async () => {
  shop = await Shop.open();
  owner = await shop.admin();
});
afterAll(() => shop.stop());

/** Somebody new, who has not logged in yet. */
async function hired(role: AdminRole): Promise<{ id: number; account: string }> {
  accounts += 1;
  const account = `wang-${accounts}`;
  const { rows } = await shop.db.query<{ id: number }>(PLANT_ADMIN, plantedAdmin(account, role));
  return { id: rows[0]!.id, account };
}

function logIn(account: string, secret?: string): Promise<Client> {
  return shop.adminNamed(account, secret);
}

function opens(client: Client) {
  return client.get('/admin/me').then(({ status }) => status === 200);
}

describe('an owner', () => {
  it('hires others, who log in as everybody does and say what they are', async () => {
    const account = 'li';
    const { body } = await owner.post('/admin/admin', { account, role: 'operator', secret: OTHER });
    const id = body.admin_id;

    const operator = await logIn(account, OTHER);

    expect((await operator.get('/admin/me')).body).toEqual({ id, account, role: 'operator' });
    expect((await owner.get('/admin/admin')).body).toContainEqual({
      id,
      account,
      role: 'operator',
      locked: false,
      create_time: expect.any(String),
      disable_time: null,
    });
  });

  it.each([
    [{ role: 'reader', secret: SECRET }, { account: 'account不能为空' }],
    [{ account: 'x'.repeat(65), role: 'reader', secret: SECRET }, { account: 'account不能超过64个字' }],
    [{ account: 'zhao', role: 'king', secret: SECRET }, { role: 'role必须是owner、operator、reader之一' }],
    [{ account: 'zhao', role: 'reader', secret: 'eleven-char' }, { secret: 'secret必须是12至128个字符' }],
    [{ account: 'zhao', role: 'reader', secret: ['correct-horse'] }, { secret: 'secret必须是12至128个字符' }],
  ])('hires nobody by %j', async (body, msg) => {
    expect(await owner.post('/admin/admin', body)).toMatchObject({ status: 400, body: { msg } });
  });

  it('hires nobody under an account that there is', async () => {
    const { account } = await hired('reader');

    const again = await owner.post('/admin/admin', { account, role: 'owner', secret: OTHER });

    expect(again).toMatchObject({ status: 409, body: { error_code: 30011 } });
    expect((await (await logIn(account)).get('/admin/me')).body).toMatchObject({ role: 'reader' });
  });

  it('changes what somebody may do, who must log in again', async () => {
    const { id, account } = await hired('operator');
    const before = await logIn(account);

    const answer = await owner.post(`/admin/admin/${id}/role`, { role: 'reader' });

    expect(answer).toMatchObject({ status: 201, body: { msg: 'ok' } });
    expect(await before.get('/admin/me')).toMatchObject(NO_TOKEN);
    const after = await logIn(account);
    expect(await after.get('/admin/case')).toMatchObject({ status: 200 });
    expect(await after.post('/admin/refund/1/retry')).toMatchObject(TOO_LOW);
  });

  it('disables somebody, whose tokens end at once, and lets him in again', async () => {
    const { id, account } = await hired('operator');
    const token = await logIn(account);

    await owner.post(`/admin/admin/${id}/disable`);
    const refused = await shop.visitor.post('/token/app', { ac: account, se: SECRET });
    const { body: list } = await owner.get('/admin/admin');
    await owner.post(`/admin/admin/${id}/enable`);

    expect(await token.get('/admin/me')).toMatchObject(NO_TOKEN);
    expect(refused).toMatchObject({ status: 401, body: { error_code: 10004 } });
    expect(list.find((row: { id: number }) => row.id === id).disable_time).not.toBeNull();
    expect(await opens(await logIn(account))).toBe(true);
  });

  it('gives somebody a new secret, whose tokens end at once', async () => {
    const { id, account } = await hired('reader');
    const token = await logIn(account);

    await owner.post(`/admin/admin/${id}/secret`, { secret: OTHER });

    expect(await token.get('/admin/me')).toMatchObject(NO_TOKEN);
    expect((await shop.visitor.post('/token/app', { ac: account, se: SECRET })).status).toBe(401);
    expect(await opens(await logIn(account, OTHER))).toBe(true);
  });

  it('does not replace his own secret without it', async () => {
    expect(await owner.post('/admin/admin/1/secret', { secret: OTHER })).toMatchObject({
      status: 409,
      body: { error_code: 30014 },
    });
  });

  it.each(['role', 'disable', 'enable', 'secret', 'unlock'])('finds nobody to %s', async (verb) => {
    const body = { role: 'reader', secret: SECRET };

    expect(await owner.post(`/admin/admin/2000000000/${verb}`, body)).toMatchObject(UNKNOWN);
  });
});

describe('the last owner', () => {
  it('is neither disabled nor lowered', async () => {
    expect(await owner.post('/admin/admin/1/disable')).toMatchObject(LAST_OWNER);
    expect(await owner.post('/admin/admin/1/role', { role: 'operator' })).toMatchObject(LAST_OWNER);
    expect(await opens(owner)).toBe(true);
  });

  it('remains where two owners lower and disable each other at once', async () => {
    const rival = await hired('owner');
    const rivals = await logIn(rival.account);
    const [mine] = (await owner.get('/admin/admin')).body;

    const answers = await Promise.all([
      owner.post(`/admin/admin/${rival.id}/disable`),
      rivals.post(`/admin/admin/${mine.id}/role`, { role: 'reader' }),
      owner.post(`/admin/admin/${rival.id}/role`, { role: 'reader' }),
      rivals.post(`/admin/admin/${mine.id}/disable`),
    ]);

    const { rows } = await shop.db.query(
      `SELECT count(*)::int4 AS owners FROM admin WHERE role = 'owner' AND disabled_at IS NULL`,
    );
    expect(rows).toEqual([{ owners: 1 }]);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    await shop.db.query(`UPDATE admin SET role = 'owner', disabled_at = NULL WHERE id = $1`, [mine.id]);
    owner = await shop.admin();
    await owner.post(`/admin/admin/${rival.id}/disable`);
  });
});

describe('an admin', () => {
  it('changes his own secret for the old one, and keeps this token alone', async () => {
    const { account } = await hired('reader');
    const [here, elsewhere] = [await logIn(account), await logIn(account)];

    const answer = await here.post('/admin/me/secret', { old_secret: SECRET, secret: OTHER });

    expect(answer.status).toBe(201);
    expect([await opens(here), await opens(elsewhere)]).toEqual([true, false]);
    expect((await shop.visitor.post('/token/app', { ac: account, se: SECRET })).status).toBe(401);
    expect(await opens(await logIn(account, OTHER))).toBe(true);
  });

  it('does not change it for a wrong one, and five such guesses lock him', async () => {
    const { account } = await hired('reader');
    const reader = await logIn(account);
    const change = (old_secret: string) => reader.post('/admin/me/secret', { old_secret, secret: OTHER });

    const wrong = await change('guess');
    for (let guess = 2; guess <= 5; guess += 1) await change('guess');

    expect(wrong).toMatchObject({ status: 403, body: { error_code: 30013 } });
    expect(await change(SECRET)).toMatchObject({ status: 403, body: wrong.body });
    expect((await shop.visitor.post('/token/app', { ac: account, se: SECRET })).status).toBe(401);
  });

  it('who was disabled elsewhere acts no more, though a cache still knows him', async () => {
    const { id, account } = await hired('operator');
    const operator = await logIn(account);
    await operator.get('/admin/me');

    await shop.db.query('UPDATE admin SET disabled_at = now() WHERE id = $1', [id]);

    expect(await operator.post('/admin/refund/1/retry')).toMatchObject(NO_TOKEN);
  });

  it('who was lowered elsewhere acts as what he is now', async () => {
    const { id, account } = await hired('operator');
    const operator = await logIn(account);
    await operator.get('/admin/me');

    await shop.db.query(`UPDATE admin SET role = 'reader' WHERE id = $1`, [id]);

    expect(await operator.post('/admin/refund/1/retry')).toMatchObject(TOO_LOW);
  });
});
