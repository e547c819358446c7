import { pageLabels } from './api-docs-page-labels';
import { findPlugin, labelsPlugin, linksPlugin } from './api-docs-plugins';

/** As far as Swagger UI's own script has one when an answer comes. */
interface Page {
  ui: {
    authActions: {
      authorizeWithPersistOption(granted: object): void;
      logoutWithPersistOption(names: string[]): void;
    };
    specSelectors: { specJson(): { getIn(path: (string | number)[]): unknown } };
  };
  location: { origin: string; pathname: string };
}

interface Answered {
  ok: boolean;
  url: string;
  status: number;
  headers: Record<string, string>;
  obj?: { token?: string };
  /** What is shown: a text, or the bytes of a picture. */
  text: string | Blob;
  data: string | Blob;
}

interface Asked {
  url: string;
}

/**
 * The document names PUBLIC_URL, and a page may be open under another name of the shop, where a browser would let it ask
 * nothing there. What the page asks goes where the page came from, behind the same path prefix.
 * Its text runs in the browser, so it knows nothing of this file.
 */
export function onRequest(asked: Asked): Asked {
  const { ui, location } = globalThis as unknown as Page;
  const server = ui?.specSelectors.specJson().getIn(['servers', 0, 'url']);
  if (typeof server !== 'string' || !asked.url.startsWith(server)) return asked;
  const prefix = location.pathname.replace(/\/docs(\/.*)?$/, '');
  asked.url = location.origin + prefix + asked.url.slice(server.length);
  return asked;
}

/**
 * A login's token goes into the Authorize button by itself, and out of it by a logout. An SVG is shown as the picture
 * that it is: Swagger UI takes one for XML, but draws the bytes of any other kind of image. A browser that reads a text
 * drops its BOM, and the file that Swagger UI saves would lack it: Excel then reads Chinese as GBK.
 * Its text runs in the browser, so it knows nothing of this file.
 */
export function onAnswer(answer: Answered): Answered {
  const { ui } = globalThis as unknown as Page;
  const path = new URL(answer.url).pathname;
  const token = answer.ok && /\/token\/(app|user)$/.test(path) ? answer.obj?.token : undefined;
  if (token !== undefined) {
    const schema = ui.specSelectors.specJson().getIn(['components', 'securitySchemes', 'token']);
    ui.authActions.authorizeWithPersistOption({ token: { name: 'token', schema, value: token } });
  }
  if (answer.status === 204 && path.endsWith('/api/v1/token'))
    ui.authActions.logoutWithPersistOption(['token']);
  const type = answer.headers['content-type'] ?? '';
  if (answer.ok && type.startsWith('text/csv')) {
    answer.text = `\uFEFF${String(answer.text)}`;
    answer.data = answer.text;
  }
  if (answer.ok && type.startsWith('image/svg')) {
    answer.text = new Blob([answer.text], { type: 'image/svg+xml' });
    answer.data = answer.text;
    answer.headers['content-type'] = 'image/drawing';
  }
  return answer;
}

/** How Swagger UI behaves as the merchant's admin page: sections closed, a filter, every form open for input. */
export const pageOptions = {
  persistAuthorization: true,
  displayRequestDuration: true,
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  tryItOutEnabled: true,
  defaultModelsExpandDepth: -1,
  defaultModelExpandDepth: 3,
  plugins: [findPlugin, linksPlugin, labelsPlugin],
  pageLabels,
  requestInterceptor: onRequest,
  responseInterceptor: onAnswer,
};

/**
 * Refusals are a list, without an example of each; long text breaks instead of pushing the page aside. What a merchant
 * does not read is folded away until the guide's link shows it; an answer takes the place of those that were possible.
 */
export const PAGE_CSS = `
  .swagger-ui .topbar { display: none }
  .swagger-ui .info { margin: 24px 0 }
  .swagger-ui .info details { margin: 12px 0 }
  .swagger-ui .info summary { cursor: pointer; font-weight: 600 }
  .swagger-ui .scheme-container { padding: 12px 0; margin: 0 0 12px }
  .swagger-ui .opblock-tag { font-size: 18px; padding: 6px 10px }
  .swagger-ui .opblock-tag small { color: #3b4151 }
  .swagger-ui .opblock .opblock-summary-description { color: #3b4151; word-break: break-word }
  .swagger-ui .response-controls, .swagger-ui .response-col_links { display: none }
  .swagger-ui .response:not([data-code^="2"]) .model-example { display: none }
  .swagger-ui .response-col_description__inner ul { margin: 0; padding-left: 18px }
  .swagger-ui textarea.body-param__text { min-height: 130px }
  .swagger-ui table.responses-table td, .swagger-ui .markdown td { word-break: break-word }
  .swagger-ui .opblock-get .opblock-summary-method, .swagger-ui .btn.execute { background: #1c62b0; border-color: #1c62b0 }
  .swagger-ui .opblock-post .opblock-summary-method { background: #1b7a4b }
  .swagger-ui .opblock-put .opblock-summary-method { background: #8a5200 }
  .swagger-ui .opblock-delete .opblock-summary-method { background: #b3261e }
  .swagger-ui .btn.authorize { color: #1b7a4b; border-color: #1b7a4b }
  .swagger-ui .btn.authorize svg { fill: #1b7a4b }
  html:not(.with-details) .swagger-ui :is(.curl-command, .request-url, .response-controls, .info__tos, .base-url),
  html:not(.with-details) .swagger-ui .live-responses-table div:has(> pre > .headerline),
  html:not(.with-details) .swagger-ui .responses-table:not(.live-responses-table) .response:not([data-code^="2"]),
  html:not(.with-details) .swagger-ui .responses-inner:has(.live-responses-table) > .responses-table,
  html:not(.with-details) .swagger-ui .responses-inner:has(.live-responses-table) > div > h4,
  html:not(.with-details) .swagger-ui .info .title > span { display: none }
  .swagger-ui .parameter__name.required:after { content: '必填' }
  .swagger-ui .validation-errors { color: #b3261e }
  @media (max-width: 640px) {
    .swagger-ui .wrapper { padding: 0 10px }
    .swagger-ui .info .title { font-size: 26px }
    .swagger-ui .opblock-tag { flex-wrap: wrap; font-size: 16px }
    .swagger-ui .opblock-tag small { flex-basis: 100%; padding: 2px 0 }
    .swagger-ui .opblock .opblock-summary { flex-wrap: wrap }
    .swagger-ui .opblock .opblock-summary-control { flex-wrap: wrap }
    .swagger-ui .opblock .opblock-summary-method { min-width: 56px; padding: 4px 0; font-size: 12px }
    .swagger-ui .opblock .opblock-summary-path { max-width: calc(100% - 72px); font-size: 13px; word-break: break-all }
    .swagger-ui .opblock .opblock-summary-description { flex-basis: 100%; padding: 4px 0 0 }
    .swagger-ui .opblock .opblock-section-header { flex-wrap: wrap; gap: 6px; padding: 6px 10px; min-height: 44px }
    .swagger-ui .opblock .tab-header .tab-item.active h4 span:after { display: none }
    .swagger-ui .try-out { padding: 0 }
    .swagger-ui .try-out .btn { min-width: 0; margin: 0 0 0 6px; padding: 5px 10px }
    .swagger-ui :is(.opblock-body, .table-container) { padding: 0 6px }
    .swagger-ui :is(.parameters, .responses-table) :is(thead) { display: none }
    .swagger-ui :is(.parameters, .responses-table) :is(table, tbody, tr, td:not(.response-col_links)) { display: block; width: auto; max-width: 100% }
    .swagger-ui .parameters-col_description :is(input, select) { width: 100%; max-width: 100%; min-width: 0; font-size: 16px }
    .swagger-ui textarea.body-param__text { font-size: 16px }
    .swagger-ui :is(.parameters, .responses-table) tbody tr td:not(.response-col_links) { min-width: 0; padding: 4px 0 }
    .swagger-ui .parameters-col_description { margin-bottom: 0 }
    .swagger-ui :is(.highlight-code, .microlight, pre) { max-width: 100%; overflow-x: auto; white-space: pre-wrap; word-break: break-all }
    .swagger-ui .live-responses-table img { max-width: 100% }
    .swagger-ui .info details { max-width: 100%; overflow-x: auto }
  }
  .swagger-ui .btn.cancel { color: #b3261e; border-color: #b3261e }
`;
