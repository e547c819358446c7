import { refuseUnread } from '@app/notify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Whatever WeChat sends here is verified over its bytes before anything reads it. */
const NOTICE_ROUTES = /^\/api\/v1\/(pay\/(refund-)?notify|wechat\/push)(\/|$)/;
/** Those whose answer is XML. */
const XML_ROUTES = /^\/api\/v1\/pay\/(refund-)?notify$/;

export function isNoticeRoute(url = ''): boolean {
  return NOTICE_ROUTES.test(url);
}

/**
 * The routes for WeChat take bytes of any content type, a nonsensical one too; what is refused before the room
 * hears of it, as a body that is too large, is refused in WeChat's words.
 */
export function openNoticeRoutes(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      if (!isNoticeRoute(route.url)) return;
      route.onRequest = (request, _reply, done) => {
        delete request.headers['content-type'];
        done();
      };
      if (XML_ROUTES.test(route.url))
        route.errorHandler = (error, _request, reply) => refuseUnread(error, reply);
    });
}
