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

/** How Swagger UI behaves as a merchant's desk: sections closed, a filter, every form open for input. */
export const pageOptions = {
  persistAuthorization: true,
  displayRequestDuration: true,
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  tryItOutEnabled: true,
  defaultModelsExpandDepth: -1,
  requestInterceptor: onRequest,
  responseInterceptor: onAnswer,
};

/** Refusals are a list, without an example of each; long text breaks instead of pushing the page aside. */
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
  .swagger-ui .btn.cancel { color: #b3261e; border-color: #b3261e }
`;
