import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isBrowserMissing } from '../given/browser';
import { Desk } from './desk';
import { clearAway, MallProcess, ownPlace } from './mall-process';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Not loopback in a browser's eyes, as any name behind plain http. */
const HOST_NAME = 'shop.test';

describe.skipIf(isBrowserMissing)('Swagger UI in a browser, under any host name', () => {
  let place: Awaited<ReturnType<typeof ownPlace>>;
  let desk: Desk;
  const malls: MallProcess[] = [];

  beforeAll(async () => {
    place = await ownPlace();
    malls.push(await MallProcess.started(place.settings));
    desk = await Desk.open(`http://${HOST_NAME}:${place.settings.PORT}`, [
      `--host-resolver-rules=MAP ${HOST_NAME} 127.0.0.1`,
    ]);
  });

  afterAll(async () => {
    await desk?.close();
    await clearAway(place, malls);
  });

  it('shows every route in a section, the login first, and the catalogue of errors', async () => {
    const document = (await (await malls[0]!.get('/docs-json')).json()) as { paths: Record<string, object> };
    const routes = Object.values(document.paths).flatMap((item) => Object.keys(item));
    const { page } = desk;

    await desk.openSections();

    expect(await page.locator('.opblock').count()).toBe(routes.length);
    expect(await page.locator('.opblock-tag').first().textContent()).toContain('登录');
    expect(await page.locator('.info table tr').count()).toBeGreaterThan(20);
    expect(desk.complaints).toEqual([]);
  });

  it('remembers the token of the Authorize button, and sends it', async () => {
    const { page } = desk;
    const token = await logIn();
    await page.click('button.authorize');
    await page.fill('.auth-container input', token);
    await page.click('.auth-container button[type=submit]');
    await page.click('.auth-container button.btn-done');

    await desk.reload();
    const { response } = await desk.execute('GET /api/v1/order/by_user');

    expect(response.status()).toBe(200);
    expect(response.request().headers().token).toBe(token);
  });

  async function logIn(): Promise<string> {
    const answer = await fetch(`${place.url}/api/v1/token/user`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: 'user:ann:1' }),
    });
    return ((await answer.json()) as { token: string }).token;
  }
});
