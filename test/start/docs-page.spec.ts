import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isBrowserMissing } from '../given/browser';
import { front } from '../given/front';
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

  it('tries out behind a path prefix what stands behind it', async () => {
    const stripped: string[] = [];
    const proxy = await front(place.url, {
      interject: (near, answer) => {
        stripped.push(near.url ?? '');
        if (near.url?.startsWith('/mall/')) {
          near.url = near.url.slice('/mall'.length);
          return false;
        }
        answer.writeHead(404).end();
        return true;
      },
    });
    const url = `http://127.0.0.1:${proxy.port}/mall`;
    const behind = await Desk.open(url);

    const { response } = await behind.execute('GET /api/v1/category/all');
    const { complaints } = behind;
    await behind.close();
    await proxy.close();

    expect(response.status()).toBe(200);
    expect(response.url()).toBe(`${url}/api/v1/category/all`);
    expect(complaints).toEqual([]);
    expect(stripped.filter((path) => !path.startsWith('/mall/'))).toEqual([]);
  });

  it('is a Chinese page as wide as its screen, and travels packed to those who can open it', async () => {
    const html = await (await malls[0]!.get('/docs')).text();
    const packed = await malls[0]!.get('/docs/swagger-ui-init.js');
    const plain = await malls[0]!.get('/docs/swagger-ui-init.js', { 'accept-encoding': 'identity' });

    expect(html).toContain('<html lang="zh-CN">');
    expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect([packed, plain].map(({ headers }) => headers.get('content-encoding'))).toEqual(['gzip', null]);
    expect(await packed.text()).toBe(await plain.text());
  });

  it('opens the form of a step by its link, and folds technical details until they are asked for', async () => {
    const { page } = desk;
    const { block } = await desk.follow('GET /api/v1/admin/alert');
    const headers = block.locator('.live-responses-table .headerline').first();
    const curl = block.locator('.curl-command');

    const folded = [await headers.isVisible(), await curl.isVisible()];
    await page.locator('.info a[href="#details"]').click();
    const shown = [await headers.isVisible(), await curl.isVisible()];
    await page.locator('.info a[href="#details"]').click();

    expect(folded).toEqual([false, false]);
    expect(shown).toEqual([true, true]);
  });

  it('is where a sandbox’s address leads, and names the shop’s own address', async () => {
    const document = (await (await malls[0]!.get('/docs-json')).json()) as { servers: object[] };
    await desk.page.goto(`http://${HOST_NAME}:${place.settings.PORT}`);

    expect(new URL(desk.page.url()).pathname).toBe('/docs');
    expect(document.servers).toEqual([{ url: place.url }]);
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
