import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Locator, type Page, type Response } from 'playwright-core';
import { BROWSER } from '../given/browser';

const ARTEFACTS = path.resolve('test/artefacts');

/** In which section each route stands. */
interface Sections {
  paths: Record<string, Record<string, { tags: string[] }>>;
}

/** Swagger UI in front of a person: sections are opened, forms are filled, Execute is pressed. */
export class Desk {
  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
    private readonly document: Sections,
    /** What went wrong on the page itself. */
    readonly complaints: string[],
  ) {}

  static async open(url: string, args: string[] = []): Promise<Desk> {
    const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox', ...args] });
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('requestfailed', (request) => complaints.push(request.url()));
    await page.goto(`${url}/docs`);
    await page.waitForSelector('.opblock-tag');
    const document = await page.evaluate(async () => (await fetch('docs-json')).json() as Promise<Sections>);
    return new Desk(browser, page, document, complaints);
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /** Opens all sections, so that every route is on the page. */
  async openSections(): Promise<void> {
    const closed = this.page.locator('.opblock-tag[data-is-open=false]');
    while ((await closed.count()) > 0) await closed.first().click();
  }

  /** `POST /api/v1/order/{id}/cancel`, from its summary to the answer. */
  async execute(
    route: string,
    wish: { parameters?: Record<string, string>; body?: object } = {},
  ): Promise<Executed> {
    const block = await this.form(route);
    for (const [name, value] of Object.entries(wish.parameters ?? {})) await fill(block, name, value);
    if (wish.body) await block.locator('textarea.body-param__text').fill(JSON.stringify(wish.body, null, 2));

    const [method] = route.split(' ');
    const answered = this.page.waitForResponse(
      (response) => response.request().method() === method && response.url().includes('/api/v1/'),
    );
    await block.locator('button.execute').click();
    const response = await answered;
    await block.locator('.live-responses-table').waitFor();
    return { block, response };
  }

  /** The bytes of the file that a person saves, and its name. */
  async save({ block }: Executed): Promise<{ name: string; bytes: Buffer }> {
    const saved = this.page.waitForEvent('download');
    await block.locator('.live-responses-table a[download]').click();
    const download = await saved;
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.waitForSelector('.opblock-tag');
  }

  /** Kept for whoever wants to see how it looks. */
  async picture(name: string, of: Locator | Page = this.page): Promise<void> {
    mkdirSync(ARTEFACTS, { recursive: true });
    await of.screenshot({ path: path.join(ARTEFACTS, `${name}.png`) });
  }

  private async form(route: string): Promise<Locator> {
    const [method = '', template = ''] = route.split(' ');
    const [section] = this.document.paths[template]![method.toLowerCase()]!.tags;
    const closed = this.page.locator(`.opblock-tag[data-tag="${section}"][data-is-open=false]`);
    if ((await closed.count()) > 0) await closed.click();
    const block = this.page.locator(`.opblock-${method.toLowerCase()}`, {
      has: this.page.locator(`[data-path="${template}"]`),
    });
    if (!(await block.locator('.opblock-body').isVisible()))
      await block.locator('.opblock-summary-control').click();
    return block;
  }
}

export interface Executed {
  block: Locator;
  response: Response;
}

async function fill(block: Locator, name: string, value: string): Promise<void> {
  const row = block.locator(`tr[data-param-name="${name}"]`);
  const choice = row.locator('select');
  if ((await choice.count()) > 0) await choice.selectOption(value);
  else await row.locator('input').fill(value);
}
