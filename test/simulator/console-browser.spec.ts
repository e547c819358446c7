import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER, isBrowserMissing } from '../given/browser';
import { startRig, Webhook } from './rig';

const ARTEFACTS = path.resolve(__dirname, '../artefacts');

describe.skipIf(isBrowserMissing)(`the console in a browser (skipped where there is no ${BROWSER})`, () => {
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    mkdirSync(ARTEFACTS, { recursive: true });
    browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
  });
  afterEach(async () => {
    complaints.length = 0;
    await page.close();
  });
  afterAll(() => browser?.close());

  async function open(url: string): Promise<void> {
    page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    // The simulator's own address: a browser is led from there to the console.
    await page.goto(url);
    if (!url.includes('/cashier/')) await page.waitForSelector('#live.on');
  }

  const order = (number: string) => page.locator(`[data-number="${number}"]`);
  const shot = (name: string, fullPage: boolean) =>
    page.screenshot({ path: path.join(ARTEFACTS, name), fullPage });

  it('pays, spoils, repeats and moves the clock by clicks', async () => {
    const rig = await startRig({ SHOP_NAME: '云岭茶铺' });
    const webhook = await Webhook.listen();
    const openid = await rig.login();
    for (const [out_trade_no, body] of [
      ['PLAIN001', '云南普洱茶饼357克'],
      ['OTHER001', '<img src=x onerror=alert(1)>'],
      ['VAIN0001', '景德镇盖碗 白瓷'],
    ] as const)
      await rig.pay('/pay/unifiedorder', rig.terms(openid, { out_trade_no, body, notify_url: webhook.url }));
    await open(rig.url);

    await order('PLAIN001').locator('.quick').click();
    await order('PLAIN001').locator('.state.paid').waitFor();

    await order('OTHER001').locator('.head').click();
    await order('OTHER001').locator('[name=amount]').fill('0.01');
    await order('OTHER001').locator('[name=notice]').selectOption('later');
    await order('OTHER001').locator('[name=seconds]').fill('90');
    await order('OTHER001').locator('.acts button.pay').click();
    await order('OTHER001').getByText('通知延迟至').first().waitFor();

    await order('VAIN0001').locator('.head').click();
    await order('VAIN0001').getByText('取消支付').click();
    await order('VAIN0001').locator('.tries').getByText('用户取消').waitFor();
    await order('VAIN0001').getByText('支付失败').click();
    await order('VAIN0001').locator('.tries').getByText('支付失败').waitFor();

    await page.selectOption('#endpoint', 'notify');
    await page.selectOption('#kind', 'drop');
    await page.getByText('安排').click();
    await page.locator('#planned').getByText('drop').waitFor();
    await page.getByText('+5 分').click();
    await order('OTHER001').locator('.rows').getByText('dropped').waitFor();
    await order('PLAIN001').locator('.head').click();
    await order('PLAIN001').getByText('×5', { exact: true }).click();
    await order('PLAIN001').getByText('补发').nth(4).waitFor();
    await shot('console-laptop.png', true);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.evaluate('scrollTo(0, 0)');
    await shot('console-phone.png', false);

    const { orders, transactions, deliveries } = await rig.books();
    expect(transactions.map((one) => [one.out_trade_no, one.total_fee])).toEqual([
      ['PLAIN001', 12990],
      ['OTHER001', 1],
    ]);
    expect(orders.map(({ tries }) => tries.map(({ outcome }) => outcome))).toEqual([
      [],
      [],
      ['cancelled', 'failed'],
    ]);
    expect(deliveries.filter((one) => one.out_trade_no === 'PLAIN001')).toHaveLength(6);
    expect(complaints).toEqual([]);
  });

  it('keeps what is typed while orders come, finds by number, and heals', async () => {
    const rig = await startRig();
    await rig.ordered({ out_trade_no: 'FIRST001' });
    await rig.sim('fault', { endpoint: 'unifiedorder', kind: 'slow', times: -1 });
    await rig.sim('fault', { endpoint: 'notify', kind: 'drop', times: 2 });
    await open(rig.url);
    await order('FIRST001').locator('.head').click();
    await order('FIRST001').locator('[name=amount]').fill('7.');

    await page.getByText('全部恢复').click();
    await page.locator('#planned li').first().waitFor({ state: 'detached' });
    await rig.ordered({ out_trade_no: 'SECOND01' });
    await order('SECOND01').waitFor();
    await page.locator('[data-strict=true][aria-pressed=false]').click();
    await page.locator('[data-strict=true][aria-pressed=true]').waitFor();

    expect(await order('FIRST001').locator('[name=amount]').inputValue()).toBe('7.');
    expect(await page.locator('.number').allTextContents()).toEqual(['SECOND01', 'FIRST001']);
    await page.fill('#search', 'first');
    await order('SECOND01').waitFor({ state: 'detached' });
    expect(await page.locator('.number').allTextContents()).toEqual(['FIRST001']);
    expect(complaints).toEqual([]);
  });

  it('pays too late and once more, loses a notice, and lets another key sign', async () => {
    const rig = await startRig();
    const { out_trade_no } = await rig.ordered();
    await open(rig.url);
    const card = order(out_trade_no);
    const payAs = card.locator('.acts button.pay');

    await page.fill('#amount-of-time', '40');
    await page.selectOption('#unit', '60');
    await page.getByText('拨快').click();
    await card.locator('.state.expired').waitFor();
    await card.locator('.head').click();
    await payAs.getByText('Pay late').click();
    await card.locator('.state.paid').waitFor();
    await card.locator('[name=notice]').selectOption('lost');
    await payAs.getByText('Pay again').click();
    await card.getByText('通知丢失').waitFor();
    await page.click('[data-signer=mixed]');
    await page.locator('[data-signer=mixed][aria-pressed=true]').waitFor();

    const { transactions } = await rig.books();
    expect(transactions.map(({ notice_lost }) => notice_lost)).toEqual([undefined, true]);
    expect(await card.locator('.fee').textContent()).toContain('付了 2 次');
    expect(complaints).toEqual([]);
  });

  it('hears of a cancelled and a refused payment from the cashier’s page', async () => {
    const rig = await startRig();
    const { prepay_id } = await rig.ordered();
    await open(`${rig.url}/cashier/${prepay_id}`);

    await page.click('#cancel');
    await page.getByText('已取消支付').waitFor();
    await page.click('#fail');
    await page.getByText('银行拒绝了这次支付').waitFor();
    await shot('cashier.png', false);
    const [tried] = (await rig.books()).orders;
    await page.click('#pay');
    await page.waitForSelector('[data-state=paid]');

    expect(tried!.tries.map(({ outcome }) => outcome)).toEqual(['cancelled', 'failed']);
    expect(complaints).toEqual([]);
  });

  it('says so when the simulator is gone, and when it is back', async () => {
    const rig = await startRig();
    await open(rig.url);

    await page.route('**/sim/state*', (route) => route.abort());
    await page.waitForSelector('#live.off');
    await page.unroute('**/sim/state*');

    await page.waitForSelector('#live.on');
  });
});
