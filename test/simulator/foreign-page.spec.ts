import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser } from 'playwright-core';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER, isBrowserMissing } from '../given/browser';
import { type Rig, startRig } from './rig';

/** What a page elsewhere can send without asking the browser for leave. */
const UNASKED = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];

async function isPaid(rig: Rig): Promise<boolean> {
  return (await rig.books()).transactions.length > 0;
}

describe('a page on the internet that knows the simulator’s address', () => {
  it.each<[number, Record<string, string>]>([
    ...UNASKED.map((type): [number, Record<string, string>] => [415, { 'content-type': type }]),
    [415, {}],
    [403, { 'content-type': 'application/json', origin: 'https://evil.example' }],
    [403, { 'content-type': 'application/json', origin: 'null' }],
    [403, { 'content-type': 'application/json', host: 'evil.example', origin: 'http://evil.example' }],
  ])('pays nothing, and is told %i for %j', async (status, headers) => {
    const rig = await startRig();
    const { prepay_id } = await rig.ordered();

    const answer = await request(`${rig.url}/sim/pay`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ prepay_id }),
    });

    expect(answer.statusCode).toBe(status);
    expect(await answer.body.json()).toMatchObject({ statusCode: status, message: expect.any(String) });
    expect(await isPaid(rig)).toBe(false);
  });

  it.each(['/sim/pay', '/%73im/pay', '/sim/pay/', '/sim/pay?x=1'])(
    'finds no other spelling: %s',
    async (path) => {
      const rig = await startRig();
      const { prepay_id } = await rig.ordered();

      await request(rig.url + path, {
        method: 'POST',
        headers: { origin: 'https://evil.example', 'content-type': 'text/plain' },
        body: JSON.stringify({ prepay_id }),
      });

      expect(await isPaid(rig)).toBe(false);
    },
  );

  it('reads no books where its name was bent to this machine', async () => {
    const rig = await startRig();

    const answer = await request(`${rig.url}/sim/books`, { headers: { host: 'evil.example' } });

    expect(answer.statusCode).toBe(403);
  });
});

describe.skipIf(isBrowserMissing)(`the same in a browser (skipped where there is no ${BROWSER})`, () => {
  let browser: Browser;
  let elsewhere: Server;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
    elsewhere = createServer((_, answer) => void answer.end('<title>elsewhere</title>'));
    await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
  });
  afterAll(async () => {
    await browser?.close();
    elsewhere?.close();
  });

  it(
    'sends in vain by a script and by a form, and a person at the cashier pays',
    { timeout: 60_000 },
    async () => {
      const rig = await startRig();
      const { prepay_id } = await rig.ordered();
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`);

      const scripted = page.waitForResponse(`${rig.url}/sim/pay`);
      await page.evaluate(call(SEND, `${rig.url}/sim/pay`, JSON.stringify({ prepay_id })));
      const byScript = (await scripted).status();
      const submitted = page.waitForResponse(`${rig.url}/sim/pay`);
      await page.evaluate(call(SUBMIT, `${rig.url}/sim/pay`, `{"prepay_id":"${prepay_id}","x":"`));
      const byForm = (await submitted).status();
      const isPaidBefore = await isPaid(rig);
      const cashier = await browser.newPage();
      await cashier.goto(`${rig.url}/cashier/${prepay_id}`);
      await cashier.click('#pay');
      await cashier.waitForSelector('[data-state=paid]');
      await Promise.all([page.close(), cashier.close()]);

      expect([byScript, byForm]).toEqual([403, 403]);
      expect(isPaidBefore).toBe(false);
      expect(await isPaid(rig)).toBe(true);
    },
  );
});

/** Run in the page. */
const SEND = `(url, body) => fetch(url, { method: 'POST', mode: 'no-cors', body }).then(() => null)`;
const SUBMIT = `(url, name) => {
  const form = document.createElement('form');
  Object.assign(form, { method: 'POST', action: url, enctype: 'text/plain' });
  const field = document.createElement('input');
  Object.assign(field, { name, value: '"}' });
  form.append(field);
  document.body.append(form);
  form.submit();
}`;

function call(script: string, ...texts: string[]): string {
  return `(${script})(${texts.map((text) => JSON.stringify(text)).join(', ')})`;
}
