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
  async execute(route: string, wish: Wish = {}): Promise<Executed> {
    return this.run(await this.form(route), route, wish);
  }

  /** By the link of the first page, as somebody does who knows nothing else. */
  async follow(route: string, wish: Wish = {}): Promise<Executed> {
    return this.run(await this.open(route), route, wish);
  }

  /** The form that the first page's link to a route opens. */
  async open(route: string): Promise<Locator> {
    const [method = '', template = ''] = route.split(' ');
    const name = `${method} ${template.replace('/api/v1/', '')}`;
    await this.page.locator('.info a').getByText(name, { exact: true }).first().click();
    const block = this.block(route);
    await block.locator('button.execute').waitFor();
    return block;
  }

  private async run(block: Locator, route: string, wish: Wish): Promise<Executed> {
    for (const [name, value] of Object.entries(wish.parameters ?? {})) await fill(block, name, value);
    const { body, file } = wish;
    const text = typeof body === 'object' ? JSON.stringify(body, null, 2) : body;
    if (text !== undefined) await block.locator('textarea.body-param__text').fill(text);
    if (file) await block.locator('input[type=file]').setInputFiles(file);

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
    const block = this.block(route);
    if (!(await block.locator('.opblock-body').isVisible()))
      await block.locator('.opblock-summary-control').click();
    return block;
  }

  private block(route: string): Locator {
    const [method = '', template = ''] = route.split('?')[0]!.split(' ');
    return this.page.locator(`.opblock-${method.toLowerCase()}`, {
      has: this.page.locator(`[data-path="${template}"]`),
    });
  }
}

/** What a person fills in. */
export interface Wish {
  parameters?: Record<string, string>;
  /** A text where it is to be sent as it stands. */
  body?: object | string;
  file?: { name: string; mimeType: string; buffer: Buffer };
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
