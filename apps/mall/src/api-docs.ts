import { isEveryHost, type AppConfig } from '@app/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { sayInChinese } from './api-docs-chinese';
import { linkRoutes } from './api-docs-links';
import { PAGE_CSS, pageOptions } from './api-docs-page';
import { describeRoutes } from './api-docs-routes';
import { describeSchemas } from './api-docs-schemas';
import { descriptionOf } from './api-docs-text';
import { askForAdmin } from './docs-gate';
import { serveDocs } from './docs-html';

/** Swagger UI at /docs: open in the sandbox; of a live shop closed, or open to its admins alone. */
export function openDocs(app: NestFastifyApplication, config: AppConfig): void {
  if (config.WORLD === 'live') {
    if (config.API_DOCS === 'off') return;
    askForAdmin(app);
  } else leadHome(app, config);

  serveDocs(app);
  SwaggerModule.setup('docs', app, () => apiDocument(app, config), {
    customSiteTitle: `${config.SHOP_NAME} API`,
    customCss: PAGE_CSS,
    swaggerOptions: pageOptions,
  });
}

/** Whoever opens a sandbox's address in a browser finds a page to use. */
function leadHome(app: NestFastifyApplication, { PUBLIC_URL }: AppConfig): void {
  const { pathname } = new URL(PUBLIC_URL);
  app
    .getHttpAdapter()
    .getInstance()
    .get('/', (_request, reply) => reply.redirect(`${pathname.replace(/\/$/, '')}/docs`));
}

/** A sandbox that listens everywhere is looked at under several names: each page asks the one that it came from. */
function pathOf(url: string): string {
  return new URL(url).pathname;
}

export function apiDocument(app: NestFastifyApplication, config: AppConfig): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle(config.SHOP_NAME)
    .setDescription(descriptionOf(config))
    .setVersion('1')
    .addServer(isEveryHost(config.HOST) ? pathOf(config.PUBLIC_URL) : config.PUBLIC_URL)
    .addApiKey({ type: 'apiKey', in: 'header', name: 'token' }, 'token');

  const document = SwaggerModule.createDocument(app, builder.build());
  return linkRoutes(sayInChinese(describeSchemas(describeRoutes(document))));
}
