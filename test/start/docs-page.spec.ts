import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BROWSER, isBrowserMissing } from '../given/browser';
import { clearAway, MallProcess, ownPlace } from './mall-process';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Not loopback in a browser's eyes, as any name behind plain http. */
const HOST_NAME = 'shop.test';

describe.skipIf(isBrowserMissing)('Swagger UI in a browser, under any host name', () => {
  let place: Awaited<ReturnType<typeof ownPlace>>;
  let browser: Browser;
  let page: Page;
  const malls: MallProcess[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    place = await ownPlace();
    malls.push(await MallProcess.started(place.settings));
    browser = await chromium.launch({
      executablePath: BROWSER,
      args: ['--no-sandbox', `--host-resolver-rules=MAP ${HOST_NAME} 127.0.0.1`],
    });
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('requestfailed', (request) => complaints.push(request.url()));
    await page.goto(`http://${HOST_NAME}:${place.settings.PORT}/docs`);
    await page.waitForSelector('.opblock');
  });

  afterAll(async () => {
    await browser?.close();
    await clearAway(place, malls);
  });

  it('shows every route in the order of a purchase, and the catalogue of errors', async () => {
    const document = (await (await malls[0]!.get('/docs-json')).json()) as { paths: Record<string, object> };
    const routes = Object.values(document.paths).flatMap((item) => Object.keys(item));

    expect(await page.locator('.opblock').count()).toBe(routes.length);
    expect(await page.locator('.opblock-tag').first().textContent()).toContain('登录');
    expect(await page.locator('.info table tr').count()).toBeGreaterThan(20);
    expect(complaints).toEqual([]);
  });

  it('remembers the token of the Authorize button, and sends it', async () => {
    const token = await logIn();
    await page.click('button.authorize');
    await page.fill('.auth-container input', token);
    await page.click('.auth-container button[type=submit]');
    await page.click('.auth-container button.btn-done');

    await page.reload();
    const sent = await tryOut('/api/v1/order/by_user', '/api/v1/order/by_user');

    expect(sent.status()).toBe(200);
    expect(sent.request().headers().token).toBe(token);
  });

  async function logIn(): Promise<string> {
    const answer = await fetch(`${place.url}/api/v1/token/user`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: 'user:ann:1' }),
    });
    return ((await answer.json()) as { token: string }).token;
  }

  async function tryOut(path: string, url: string) {
    const block = page.locator('.opblock', { has: page.locator(`[data-path="${path}"]`) });
    await block.locator('.opblock-summary-control').click();
    await block.locator('button.try-out__btn').click();
    const answer = page.waitForResponse((response) => response.url().includes(url));
    await block.locator('button.execute').click();
    return answer;
  }
});
